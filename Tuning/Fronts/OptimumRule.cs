using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Fronts;

/// <summary>A rule that picks one front member, as a search file names it.</summary>
public abstract record OptimumRule
{
    /// <summary>
    /// The current version of the rules. Version 1, before which no version was recorded, chooses no trial that may be guessing, and calls
    /// only a member that is clearly above the line a knee. Version 2 chooses from the front of the trials within the search's limits, not
    /// from the members of the search's front within them, and compares accuracy even if another measure of quality is named first.
    /// Version 3 chooses no trial of unknown size if a limit is on its size, or if others have one.
    /// </summary>
    public const int Version = 3;

    /// <summary>The rule of a search that has a cost and names no rule.</summary>
    public const string Default = Knee.Rule;

    // The placeholder for percentage points in a pattern, and the points that users typically choose.
    private const string Points = "POINTS";
    private static readonly double[] UsualPoints = [0.5, 1, 2];

    /// <summary>How each rule is written.</summary>
    public static ImmutableArray<string> Patterns { get; } =
        [Knee.Rule, SmallestWithin.OneError, SmallestWithin.Pattern, PricePerDoubling.Pattern, MostAccurate.Rule];

    /// <summary>The rules that are offered for selection: every one, with usual points filled in.</summary>
    public static ImmutableArray<string> Choices { get; } =
    [
        .. Patterns.SelectMany(pattern => UsualPoints
            .Select(points => pattern.Replace(Points, points.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))).Distinct(),
    ];

    /// <summary>The rule as the search file names it.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it weighs accuracy against a cost, so that a search without one cannot use it.</summary>
    public virtual bool WeighsCosts => true;

    /// <summary>The rule of a search that has these objectives and names no rule.</summary>
    public static string DefaultFor(Objectives objectives) => objectives.Costs.IsEmpty ? MostAccurate.Rule : Default;

    /// <exception cref="ArgumentException">The rule is not known; the message says which are.</exception>
    public static OptimumRule Parse(string text) => TryParse(text, out var error) ?? throw new ArgumentException(error);

    /// <summary>Why a search with these objectives cannot use the rule; null if it can.</summary>
    public string? WhyNot(Objectives objectives) => WeighsCosts && objectives.Costs.IsEmpty
        ? $"must be {MostAccurate.Rule} if no objective is a cost, but is {Text}; add a cost to objectives, such as macs"
        : null;

    /// <summary>
    /// Picks among the front of those trials that are within <paramref name="limits"/>; null when none is. A limit on a metric that is not
    /// an objective may exclude a trial that dominates another, so that front is not a subset of the front of all trials. Trials of unknown
    /// size do not count if others have one: a size of 0 would dominate every other.
    /// </summary>
    /// <returns>The member, and the reason in one sentence with its numbers.</returns>
    /// <exception cref="ArgumentException">The rule weighs costs, and the search has none.</exception>
    public Optimum? ChooseWithin(IReadOnlyCollection<MetricLimit> limits, IReadOnlyCollection<TrialView> trials, FrontScale scale)
    {
        var objectives = scale.Objectives;
        var compared = Compared(trials, objectives);
        TrialView[] within = [.. compared.Where(trial => !limits.Any(limit => limit.Excludes(trial)))];
        var front = objectives.NewFront<TrialView>();
        foreach (var trial in within)
            front.Add(trial, objectives.Values(trial));
        var byNumber = within.ToDictionary(trial => trial.Number);
        return Choose([.. front.Members.Select(trial => FrontMember.From(trial, objectives))], scale, number => byNumber[number],
            within.Length == compared.Count
                ? "front members"
                : MembersWithin(limits));
    }

    /// <summary>Returns the trials that rules compare: if any of them has a size, those of unknown size are left out.</summary>
    internal static IReadOnlyCollection<TrialView> Compared(IReadOnlyCollection<TrialView> trials, Objectives objectives)
    {
        TrialView[] sized = [.. trials.Where(trial => !objectives.Costs.Any(cost => cost.IsUnknownSize(trial)))];
        return sized.Length == 0 ? trials : sized;
    }

    internal static string MembersWithin(IEnumerable<MetricLimit> limits) =>
        $"front members of the trials with {string.Join(" and ", limits.Select(limit => limit.Allowed))}";

    /// <summary>
    /// Picks among the members of a front; null when it has none that is better than chance. See <see cref="FrontTable.AboveChance"/>.
    /// </summary>
    /// <param name="called">What to call the members, in the plural.</param>
    internal Optimum? Choose(
        IReadOnlyCollection<FrontMember> members, FrontScale scale, Func<int, TrialView> trialOf, string called = "front members")
    {
        if (WhyNot(scale.Objectives) is { } error)
            throw new ArgumentException($"the rule {error}");
        if (FrontTable.AboveChance(members, scale, trialOf) is not { } table)
            return null;
        var row = Pick(table, table.Gains);
        if (table.Count < members.Count)
            called += " better than chance";
        var trial = trialOf(table.Numbers[row]);
        var reason = table.Count == 1
            ? $"is the only one of the {called}: {scale.Objectives.InSentence(trial)}"
            : Reason(table, row, trialOf, called) + Certainty(table, row);
        return new(trial.Number, Text, $"trial {trial.Number} {reason}");
    }

    /// <summary>The row that the rule chooses for the given accuracies, independent of the order of the rows.</summary>
    internal abstract int Pick(FrontTable table, double[] gains);

    /// <summary>Why the rule chose a row: a sentence whose subject is the trial.</summary>
    /// <param name="table">A table of at least two members.</param>
    private protected abstract string Reason(FrontTable table, int row, Func<int, TrialView> trialOf, string members);

    /// <summary>The result of the rule, followed by a number of members and a member: "Best trade-off of".</summary>
    internal abstract string Headline(FrontTable table, int row);

    private string Certainty(FrontTable table, int row)
    {
        var (same, of) = SelectionBootstrap.Count(this, table, row);
        return of == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; chosen in {Math.Round(100.0 * same / of)} % of simulated draws of the accuracies, given {table.Scale.Images} validation ")
            + "images";
    }

    internal static OptimumRule? TryParse(string text, out string error)
    {
        error = "";
        if (text == Knee.Rule)
            return new Knee();
        if (text == MostAccurate.Rule)
            return new MostAccurate();
        if (text.StartsWith(SmallestWithin.Prefix, StringComparison.Ordinal))
            return SmallestWithin.TryRead(text, out error);
        if (text.StartsWith(PricePerDoubling.Prefix, StringComparison.Ordinal))
            return PricePerDoubling.TryRead(text, out error);
        error = Spelling.Unknown("rule", text, Patterns);
        return null;
    }

    /// <summary>Percentage points after the colon of a rule; null and the reason if there are none.</summary>
    private protected static double? ReadPoints(string text, string prefix, string example, out string error)
    {
        var isNumber = double.TryParse(text.AsSpan(prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var points);
        var isAllowed = isNumber && points is >= 0 and <= 100;
        error = isAllowed
            ? ""
            : $"POINTS of {prefix}POINTS must be percentage points from 0 to 100, but is \"{Spelling.Shortened(text[prefix.Length..])}\"; "
                + $"write {example}";
        return isAllowed ? points : null;
    }
}
