using System.Diagnostics;

namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// Keeps calls outside a trace untraced: steps, polls, probes and timers, several per second, would otherwise each start a trace on every
/// silo they reach. They get a trace context that is not recorded, which a parent-based sampler respects.
/// </summary>
internal sealed class UntracedCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    // The header of W3C's trace context; Orleans uses the same name.
    private const string TraceParent = "traceparent";

    public Task Invoke(IOutgoingGrainCallContext context) => Activity.Current is { Recorded: true } ? context.Invoke() : Quietly(context);

    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(TraceParent) is not null ? context.Invoke() : Quietly(context);

    // async, so that the activity is current for this call only.
    private static async Task Quietly(IGrainCallContext context)
    {
        using var quiet = new Activity("quiet").SetIdFormat(ActivityIdFormat.W3C).Start();
        RequestContext.Set(TraceParent, quiet.Id!);
        await context.Invoke();
    }
}
