using System.Collections.Immutable;
using System.Globalization;
using Paretune.Dashboard.Http;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Trials;

/// <summary>
/// The trials that a request asks for, such as <c>1,4-9</c>. Unlike a <see cref="TrialSelection"/>, every part must be valid, and any
/// number of trials can be named.
/// </summary>
internal sealed class TrialNumbers
{
    private readonly ImmutableArray<(int First, int Last)> _ranges;

    private TrialNumbers(ImmutableArray<(int First, int Last)> ranges) => _ranges = ranges;

    public bool Has(int number) => _ranges.Any(range => range.First <= number && number <= range.Last);

    /// <exception cref="ApiException">400: a part is neither a number nor a range, or there is none.</exception>
    public static TrialNumbers Parse(string field, string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.FirstOrDefault(part => Range(part) is null) is { } wrong)
            throw Invalid($"has \"{Spelling.Shortened(wrong)}\"; correct or remove that part");
        if (parts is [])
            throw Invalid($"is \"{text}\"; leave it out for all trials");
        return new([.. parts.Select(part => Range(part)!.Value)]);

        ApiException Invalid(string got) => ApiException.Invalid(field, $"must be trial numbers such as 1,4-9, but {got}");
    }

    /// <summary>Returns the first and last number of "4-9", or of "4"; null if the text is neither.</summary>
    public static (int First, int Last)? Range(string part)
    {
        var ends = part.Split('-');
        return ends.Length <= 2 && IsNumber(ends[0], out var first) && IsNumber(ends[^1], out var last) && first <= last
            ? (first, last) : null;
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
