using System.Diagnostics;

namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// Keeps calls that belong to no trace out of all traces: steps, polls, probes and timers, of which there are several a second, would each
/// start a trace on every silo they reach. They carry a context that is not recorded, which a parent-based sampler respects.
/// </summary>
internal sealed class QuietCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    // Of W3C's trace context; Orleans carries it under the same name.
    private const string TraceParent = "traceparent";

    public Task Invoke(IOutgoingGrainCallContext context) => Activity.Current is { Recorded: true } ? context.Invoke() : Quietly(context);

    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(TraceParent) is not null ? context.Invoke() : Quietly(context);

    // Asynchronous, so that what is current here is so for this call alone.
    private static async Task Quietly(IGrainCallContext context)
    {
        using var quiet = new Activity("quiet").SetIdFormat(ActivityIdFormat.W3C).Start();
        RequestContext.Set(TraceParent, quiet.Id!);
        await context.Invoke();
    }
}
