using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Dashboard.Cluster;

/// <summary>How busy a device was over the last hour, in parts of equal length.</summary>
/// <param name="Shares">The busy share of each part, oldest first, 0 to 1.</param>
public sealed record DeviceActivity(ImmutableArray<double> Shares)
{
    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private const int Parts = 30;

    /// <summary>The busy share over the whole hour, 0 to 1.</summary>
    public double Mean => Shares.Average();

    /// <summary>Returns the corners of an SVG polygon in an area of this size, the oldest part on the left.</summary>
    public string Points(double width, double height)
    {
        var corners = Shares.Index().SelectMany(part => new[] { Corner(part.Index, part.Item), Corner(part.Index + 1, part.Item) });
        return string.Create(CultureInfo.InvariantCulture, $"0,{height} {string.Join(' ', corners)} {width},{height}");

        string Corner(int at, double share) => string.Create(
            CultureInfo.InvariantCulture, $"{at * width / Shares.Length:0.##},{height * (1 - share):0.##}");
    }

    /// <param name="timeline">The attempts in the hour before <paramref name="now"/>.</param>
    public static ImmutableDictionary<(string Silo, string Device), DeviceActivity> From(DeviceTimeline timeline, DateTimeOffset now) =>
        timeline.Searches.SelectMany(search => search.Attempts).GroupBy(
            span => (span.Attempt.Worker.Silo, span.Attempt.Worker.Device)).ToImmutableDictionary(
            device => device.Key, device => From([.. device], now));

    private static DeviceActivity From(AttemptSpan[] spans, DateTimeOffset now)
    {
        var part = Span / Parts;
        return new([.. Enumerable.Range(0, Parts).Select(at => Share(now - Span + at * part, now - Span + (at + 1) * part))]);

        double Share(DateTimeOffset from, DateTimeOffset to) => Math.Min(1, spans.Sum(span => Within(span.Attempt, from, to) / part.Ticks));

        double Within(AttemptView attempt, DateTimeOffset from, DateTimeOffset to)
        {
            var start = attempt.StartedAt > from ? attempt.StartedAt : from;
            var end = (attempt.EndedAt ?? now) < to ? attempt.EndedAt ?? now : to;
            return Math.Max(0, (end - start).Ticks);
        }
    }
}
