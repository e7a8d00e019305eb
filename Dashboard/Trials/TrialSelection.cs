using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Paretune.Dashboard.Trials;

/// <summary>The trials that a viewer has selected, on any tab; the address has them as <c>trials=1,4-9</c>.</summary>
internal sealed class TrialSelection
{
    /// <summary>Key of the address.</summary>
    public const string Key = "trials";

    /// <summary>The maximum number of selected trials, because addresses are limited in length.</summary>
    public const int Most = 500;

    private TrialSelection(ImmutableSortedSet<int> numbers) => Numbers = numbers;

    public static TrialSelection None { get; } = new([]);

    public ImmutableSortedSet<int> Numbers { get; }

    public bool IsEmpty => Numbers.IsEmpty;

    public bool Has(int number) => Numbers.Contains(number);

    /// <summary>Parses the selection in the address; invalid numbers are ignored, and so are those beyond <see cref="Most"/>.</summary>
    public static TrialSelection Parse(string? text)
    {
        var numbers = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TrialNumbers.Range(part) is not { } range)
                continue;
            for (var number = range.First; number <= range.Last && numbers.Count < Most; number++)
                numbers.Add(number);
        }

        return new(numbers.ToImmutable());
    }

    /// <summary>Selects these trials; of more than <see cref="Most"/>, the most accurate.</summary>
    public static TrialSelection From(IReadOnlyCollection<TrialView> trials) => new(
    [
        .. (trials.Count <= Most ? trials : trials.OrderByDescending(trial => trial.Accuracy).Take(Most)).Select(trial => trial.Number),
    ]);

    /// <summary>Returns the selection with this trial added, or removed if it was selected.</summary>
    public TrialSelection Toggled(int number) =>
        Has(number) ? new(Numbers.Remove(number)) : Numbers.Count < Most ? new(Numbers.Add(number)) : this;

    public TrialSelection With(TrialSelection other) => new([.. Numbers.Union(other.Numbers).Take(Most)]);

    /// <summary>Formats the selection for <see cref="Parse"/>: "1,4-9"; empty if nothing is selected.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Numbers.Count;)
        {
            var first = i;
            while (i + 1 < Numbers.Count && Numbers[i + 1] == Numbers[i] + 1)
                i++;
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "," : "")}{Numbers[first]}");
            if (i > first)
                text.Append(CultureInfo.InvariantCulture, $"-{Numbers[i]}");
            i++;
        }

        return text.ToString();
    }
}
