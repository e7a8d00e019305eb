using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>A row per device and a bar per attempt, coloured by how it ended. Grey bars are attempts of other searches.</summary>
internal static class DevicesChart
{
    private static readonly (string Name, string Colour, Func<AttemptSpan, bool> Is)[] Kinds =
    [
        ("running", "--running", span => span.Attempt.Outcome is null),
        ("completed", "--c2", span => span.Attempt is { Outcome: AttemptOutcome.Completed, Kind: LeaseKind.Train }),
        ("tested", "--c0", span => span.Attempt is { Outcome: AttemptOutcome.Completed, Kind: LeaseKind.Test }),
        ("stopped or cancelled", "--c4", span => span.Attempt.Outcome is AttemptOutcome.Stopped or AttemptOutcome.Cancelled),
        ("paused, parked or returned", "--c7", span => span.Attempt.Outcome is AttemptOutcome.Paused or AttemptOutcome.Parked
            or AttemptOutcome.Preempted),
        ("node lost", "--c1", span => span.Attempt.Outcome is AttemptOutcome.NodeLost),
        ("failed", "--best", span => span.Attempt.Outcome is AttemptOutcome.Threw or AttemptOutcome.OutOfMemory or AttemptOutcome.Diverged),
    ];

    /// <param name="workers">The devices with their use by all searches; empty if not known.</param>
    /// <param name="others">The attempts of other searches in the same period.</param>
    public static Chart Create(
        ImmutableArray<AttemptSpan> attempts, DateTimeOffset now, ImmutableArray<WorkerView> workers, DeviceTimeline others)
    {
        var own = attempts.Select(Device).Distinct().ToList();
        var devices = own.Concat(others.Searches.SelectMany(search => search.Attempts.Select(Device))).Distinct()
            .Order(NaturalOrder.Comparer);
        return new(
            "Attempts on devices", Summary(attempts, own.Count, now) + OverAll(own, workers, now) + Others(others),
            [OtherBars(others, attempts, now), .. Kinds.Select(kind => Bars(kind.Name, kind.Colour, [.. attempts.Where(kind.Is)], now))],
            new
            {
                barmode = "overlay",
                xaxis = new { type = "date" },
                yaxis = new { type = "category", categoryorder = "array", categoryarray = devices.Reverse() },
            },
            new(["trial", "attempt", "device", "kind", "started (UTC)", "seconds", "outcome", "reason"],
                () => [.. attempts.Select(span => Row($"{span.Trial}", span, now)), .. others.Searches.SelectMany(
                    search => search.Attempts.Select(span => Row($"{span.Trial} of {search.Name}", span, now)))]));
    }

    /// <summary>Returns bars for other searches, cut to the period of this search, so that they do not stretch the axis.</summary>
    private static object OtherBars(DeviceTimeline others, ImmutableArray<AttemptSpan> attempts, DateTimeOffset now)
    {
        var (first, last) = attempts.IsEmpty ? (now, now) : Times(attempts, now);
        var spans = others.Searches.SelectMany(search => search.Attempts.Select(span => (search.Name, Span: span))).ToList();
        return new
        {
            type = "bar",
            orientation = "h",
            name = "other searches",
            showlegend = spans.Count > 0,
            y = spans.Select(one => Device(one.Span)),
            @base = spans.Select(one => Moment(Later(one.Span.Attempt.StartedAt, first))),
            x = spans.Select(one => Math.Max(
                1, (Earlier(one.Span.Attempt.EndedAt ?? now, last) - Later(one.Span.Attempt.StartedAt, first)).TotalMilliseconds)),
            hovertext = spans.Select(one => $"trial {one.Span.Trial} of {one.Name}, {Seconds(one.Span, now):0.#} s"),
            hoverinfo = "text",
            marker = new { color = "--faint", line = new { color = "--ground", width = spans.Count > 2000 ? 0 : 1 } },
        };
    }

    private static string Others(DeviceTimeline others)
    {
        var count = others.Searches.Length;
        var shown = count == 0 ? "" : $" Grey: {CountText.Format(others.Searches.Sum(search => search.Attempts.Length), "attempt")} of "
            + (count == 1 ? $"{others.Searches[0].Name}." : $"{count} other searches.");
        var searches = others.SearchesLeftOut switch
        {
            0 => "",
            1 => " One more search was active in this period and is not shown.",
            var more => $" {more} more searches were active in this period and are not shown.",
        };
        return shown + searches + (others.AttemptsLeftOut == 0
            ? "" : $" The oldest {CountText.Format(others.AttemptsLeftOut, "attempt")} of other searches are not shown.");
    }

    // Plotly's horizontal bars start at "base" and are "x" long, in milliseconds.
    private static object Bars(string name, string colour, AttemptSpan[] spans, DateTimeOffset now) => new
    {
        type = "bar",
        orientation = "h",
        name,
        showlegend = spans.Length > 0,
        y = spans.Select(Device),
        @base = spans.Select(span => Moment(span.Attempt.StartedAt)),
        x = spans.Select(span => Math.Max(1, Seconds(span, now) * 1000)),
        customdata = spans.Select(span => $"{span.Trial}"),
        text = spans.Length > 200 ? [] : spans.Select(span => $"{span.Trial}"),
        textposition = "inside",
        hovertext = spans.Select(span => $"trial {span.Trial}, attempt {span.Attempt.Attempt}: {name}, {Seconds(span, now):0.#} s"),
        hoverinfo = "text",
        marker = new { color = colour, line = new { color = "--ground", width = spans.Length > 2000 ? 0 : 1 } },
    };

    private static string Summary(ImmutableArray<AttemptSpan> attempts, int devices, DateTimeOffset now)
    {
        if (attempts.IsEmpty)
            return "No attempt has started yet.";
        var (first, last) = Times(attempts, now);
        var busy = attempts.Sum(span => Seconds(span, now)) / Math.Max(1e-3, devices * (last - first).TotalSeconds);
        return $"{CountText.Format(attempts.Length, "attempt")} on {CountText.Format(devices, "device")} "
            + $"in {Formatter.Duration(last - first)}; this search kept them busy for {Formatter.Percent(Math.Min(1, busy))} of that time.";
    }

    /// <summary>Describes the devices' use by all searches, because a device that this search does not use may still be busy.</summary>
    private static string OverAll(List<string> devices, ImmutableArray<WorkerView> workers, DateTimeOffset now)
    {
        WorkerView[] known = [.. workers.Where(worker => devices.Contains(Name(worker.Worker)))];
        var seconds = known.Sum(worker => (now - worker.Since).TotalSeconds);
        return seconds <= 0 ? "" : $" Counting all searches, they were busy for {Formatter.Percent(
            known.Sum(worker => worker.BusyShare * (now - worker.Since).TotalSeconds) / seconds)} of the last "
            + $"{Formatter.Duration(known.Max(worker => now - worker.Since))}.";
    }

    /// <summary>Returns the first start and the last end; there must be at least one attempt.</summary>
    public static (DateTimeOffset First, DateTimeOffset Last) Times(ImmutableArray<AttemptSpan> attempts, DateTimeOffset now) =>
        (attempts.Min(span => span.Attempt.StartedAt), attempts.Max(span => span.Attempt.EndedAt ?? now));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Row(string trial, AttemptSpan span, DateTimeOffset now) =>
    [
        trial, $"{span.Attempt.Attempt}", Device(span), Formatter.Name(span.Attempt.Kind),
        span.Attempt.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Seconds(span, now).ToString("0.0", CultureInfo.InvariantCulture),
        span.Attempt.Outcome is { } outcome ? StateWords.Format(outcome) : StateWords.Format(TrialState.Running), span.Attempt.Reason,
    ];

    private static double Seconds(AttemptSpan span, DateTimeOffset now) =>
        ((span.Attempt.EndedAt ?? now) - span.Attempt.StartedAt).TotalSeconds;

    private static string Device(AttemptSpan span) => Name(span.Attempt.Worker);

    private static string Name(WorkerId worker) => $"{worker.Silo}/{worker.Device}";
}
