using System.Diagnostics;
using Tags = Paretune.TelemetryNames.Tags;

namespace Paretune.Grains.Telemetry;

/// <summary>Creates the spans of searches; workers create those of attempts. All methods return null without a listener.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    public static Activity? Submit(SearchId search, SearchSpec spec) => Source.StartActivity(TelemetryNames.Submit)?
        .SetTag(Tags.Search, search.Value).SetTag(Tags.Dataset, spec.Dataset).SetTag(Tags.Network, string.Join(",", spec.Networks));

    /// <summary>Starts the span of a decision about a signal that is not a step.</summary>
    public static Activity? Decision(Signal signal) => Source.StartActivity(TelemetryNames.Decision)?
        .SetTag(Tags.Search, signal.Trial.Search.Value).SetTag(Tags.Trial, signal.Trial.Number).SetTag(Tags.Attempt, signal.Attempt)
        .SetTag(Tags.Epoch, (signal as Report)?.Epoch);

    public static void Tag(Activity? span, Decision decision) => span?
        .SetTag(Tags.Decision, TelemetryNames.Word(decision.Kind)).SetTag(Tags.Reason, decision.Reason is "" ? null : decision.Reason);
}
