using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Specs;

/// <summary>Checks that need several fields of a search.</summary>
internal static class SpecChecks
{
    /// <summary>The maximum configurations of a space that is tried in full; a larger search would not end in practice.</summary>
    public const int MostTrials = 100_000;

    /// <summary>Checks that the space is finite if a grid tries it, and otherwise that samples or a budget bound the search.</summary>
    public static void CheckSize(SearchSpec spec, List<ValidationError> errors)
    {
        // A manual search tries only trials that the user adds, so the space only restricts their values.
        if (spec.Strategy.Kind == StrategyCatalog.Manual)
            return;
        var count = SizeOf(spec, out var endless);
        var isGrid = new[] { spec.Strategy.Kind, spec.Strategy.Word(StrategyCatalog.SamplerName) }.Contains(StrategyCatalog.Default);
        if (isGrid && endless is not null)
            errors.Add(
                new($"space.{endless}",
                    "must be a list or a range with step or steps, because a grid tries every value, but has no steps; "
                + "add steps, or use strategy: random"));
        else if (spec.Budget is null && spec.Strategy.Whole("samples") is null && !(count <= MostTrials))
            errors.Add(new(isGrid ? "space" : "strategy", endless is not null
                ? $"must have samples unless the search has a budget, because {endless} is a range without steps, so the space is "
                    + "infinite; add samples"
                : isGrid ? FormattableString.Invariant(
                    $"must have at most {MostTrials} configurations, but the product of its lists is {count}; shorten a list, or use ")
                    + "strategy: random with samples"
                : FormattableString.Invariant(
                    $"must have samples unless the search has a budget, because the space has {count} configurations, more than ")
                    + FormattableString.Invariant($"{MostTrials}; add samples")));
    }

    /// <summary>Returns the first hyperparameter with a range without steps; null if there is none.</summary>
    public static string? Endless(Space space) =>
        space.Parts.SelectMany(part => part.All).Where(one => new Axis(one.Key, one.Value).Values is null).Select(one => one.Key)
            .FirstOrDefault();

    /// <summary>Counts the configurations of a search. The count is a double, so that a huge space cannot overflow it.</summary>
    internal static double SizeOf(SearchSpec spec, out string? endless)
    {
        var (size, none) = (0.0, (string?)null);
        foreach (var part in spec.Space.Parts)
        {
            var product = (double)(part.Networks.IsEmpty ? spec.Networks : part.Networks).Length;
            foreach (var (name, domain) in part.All)
                if (new Axis(name, domain).Values is { } values)
                    product *= values.Length;
                else
                    (product, none) = (double.PositiveInfinity, none ?? name);
            size += product;
        }

        endless = none;
        return size;
    }

    /// <summary>Checks that the first rung is before the last epoch; a rung at the last epoch stops nothing.</summary>
    public static void CheckRungs(SearchSpec spec, List<ValidationError> errors)
    {
        if (AshaPruner.FirstRung(spec) is not { } least || least < spec.Epochs)
            return;
        errors.Add(spec.Strategy.Whole(AshaPruner.MinEpochs) is { } given && spec.Epochs > 1
            ? new($"strategy.{AshaPruner.MinEpochs}",
                $"must be below epochs, which is {spec.Epochs}, but is {given}; lower it, leave it out, or raise epochs")
            : new("epochs", $"must be at least 2 for {spec.Strategy.Kind}, which judges trials before their last epoch, but is "
                + $"{spec.Epochs}; raise it or use another strategy"));
    }

    /// <summary>
    /// Checks that <c>front</c> compares trials on every objective: it predicts only accuracy, and would stop trials that are on the front
    /// because of another metric that is known only from training.
    /// </summary>
    public static void CheckCompared(SearchSpec spec, List<ValidationError> errors)
    {
        var isFront = spec.Strategy.Kind == StrategyCatalog.Front;
        if (!isFront && !BayesianStrategy.Stops(spec.Strategy))
            return;
        var objectives = Objectives.From(spec);
        var known = string.Join(", ", MetricTable.From(spec).Objectives
            .Where(metric => metric.IsCost && (spec.Trainer is null || !metric.IsOfNetworks)).Select(metric => metric.Key)
            .Prepend(objectives.Goal.Key));
        foreach (var (i, metric) in objectives.All.Index().Where(one => !one.Item.IsCost && one.Item != objectives.Goal))
            errors.Add(new(
                $"objectives[{i}]",
                $"must be one of {known} with {(isFront ? "strategy: front" : "pruner: front")}, which predicts no other metric, but is "
                    + $"{metric.Key}; remove it, or use {(isFront ? "strategy: asha" : "pruner: none")}"));
    }

    /// <summary>Checks that a search with <c>bayesian</c> without a pruner sets nothing that only the pruner uses.</summary>
    public static void CheckPruning(SearchSpec spec, List<ValidationError> errors)
    {
        if (spec.Strategy.Kind != StrategyCatalog.Bayesian || BayesianStrategy.Stops(spec.Strategy))
            return;
        foreach (var name in (string[])[AshaPruner.Reduction, AshaPruner.MinEpochs, FrontStrategy.ChanceName])
        {
            var parameter = StrategyCatalog.Parameters.Single(parameter => parameter.Name == name);
            // The defaults are set in every search.
            if (spec.Strategy.Parameters.TryGetValue(name, out var value)
                && !(parameter.HasDefault && value == parameter.Declaration.Default))
                errors.Add(new(
                    $"strategy.{name}", $"has no effect on bayesian without a pruner, but is {value}; add pruner: front, or remove it"));
        }
    }

    /// <summary>
    /// Checks that the budget is enough for one trial, since otherwise there is nothing to recommend, and that a share is of a finite grid.
    /// </summary>
    public static void CheckBudget(SearchSpec spec, List<ValidationError> errors)
    {
        if (spec.Budget?.Epochs < spec.Epochs)
            errors.Add(
                new("budget.epochs",
                    $"must be at least the {spec.Epochs} epochs of one trial, but is {spec.Budget.Epochs}; raise it or lower epochs"));
        if (spec.Strategy.Kind == StrategyCatalog.Front)
            InitialTrialChecks.Check(spec, SizeOf(spec, out _), errors);
        if (spec.Budget?.Share is not null && double.IsInfinity(SizeOf(spec, out var endless)))
            errors.Add(
                new("budget.share",
                    $"is a share of the cost of the whole grid, but {endless} has no steps, so the grid is infinite; use epochs or hours"));
    }

    /// <summary>Checks that each network supports some of the space; otherwise it would never be tried.</summary>
    public static void CheckNetworks(SearchSpec spec, List<ValidationError> errors)
    {
        foreach (var (at, part) in spec.Space.Parts.Index())
            CheckNetworks(spec, part, part.Networks.IsEmpty ? "network" : $"space[{at}].network", errors);
    }

    private static void CheckNetworks(SearchSpec spec, Subspace part, string field, List<ValidationError> errors)
    {
        var networks = part.Networks.IsEmpty ? spec.Networks : part.Networks;
        var largest = Scaling.Scale(spec.BaseResolution, Ends(part["resolution"]).Max());
        foreach (var (i, network) in networks.Index())
        {
            var design = NetworkCatalog.DesignOf(network);
            var error = !Ends(part["dilation"]).Any(dilation => design.Takes((int)dilation))
                    ? $"{network} {Lack.Dilation.Said}, so space.dilation must contain 1; add it or remove the network"
                : !Ends(part["width"]).Any(design.Takes)
                    ? $"{network} {Lack.Width.Said}, so space.width must contain 1; add it or remove the network"
                : !design.Fits(largest)
                    ? $"{network} {Lack.Room(design.LeastInput).Said}, but the largest of the space has {largest}; raise baseResolution or "
                        + "remove the network"
                : design.HasFixedInput && part.Domains.TryGetValue(HyperparameterNames.Progressive, out var grows) && Ends(grows).Max() > 0
                    ? $"{network} takes images of one size only, so progressive must be 0, but is {Ends(grows).Max()}; "
                        + "write progressive: 0 in space, or remove the network"
                : null;
            if (error is not null)
                errors.Add(new(networks.Length == 1 ? field : $"{field}[{i}]", error));
        }
    }

    private static IEnumerable<double> Ends(Domain domain) =>
        domain.Range is { } range ? [range.From, range.To] : domain.Values.Select(value => value.Number);

    /// <summary>
    /// Checks that latency is an objective if it is limited: it is measured only then, and no trial without a value meets a limit.
    /// </summary>
    public static void CheckLatency(SearchSpec spec, List<ValidationError> errors)
    {
        if (spec.Limits.Set.ContainsKey(ObjectiveReader.Latency) && !spec.Objectives.Contains(ObjectiveReader.Latency))
            errors.Add(new(
                $"limits.{ObjectiveReader.Latency}",
                "must be left out unless latency is an objective, because it is measured only then; add latency to objectives, or remove "
                    + "it"));
    }

    /// <summary>Checks that each objective has a value on this dataset; without one, no trial would be on the front.</summary>
    public static void CheckObjectives(SearchSpec spec, int classes, List<ValidationError> errors)
    {
        foreach (var (i, metric) in Objectives.From(spec).All.Index())
            if (metric.MinClasses > classes)
                errors.Add(
                    new($"objectives[{i}]",
                        $"{metric.Key} needs at least {metric.MinClasses} classes, but {spec.Dataset} has {classes}; remove it"));
    }

    /// <summary>Checks that the limits leave something to train; otherwise the search would end before its first trial.</summary>
    public static void CheckLimits(SearchSpec spec, NetworkEnds ends, List<ValidationError> errors)
    {
        var limits = MetricLimit.From(spec.Limits, MetricTable.From(spec));
        if (limits.Length == 0)
            return;
        // The ends of ranges without steps are left out: limits that allow only them leave nothing to draw.
        var all = SpaceSurvey.BeforeLimits(spec, ends).Where(one => one.Count > 0).ToList();
        var count = all.Sum(one => one.Count);

        // Limit by limit is enough for one network: the smallest width and resolution of a space are its cheapest configuration by every
        // cost.
        foreach (var limit in limits.Where(limit => all.All(one => limit.Excludes(one.Cost))))
            errors.Add(new($"limits.{limit.Key}", $"must leave something to train, but {limit.Bound} excludes {Everything(count)}; "
                + $"the cheapest has {all.Min(one => limit.Metric.Value(one.Cost))} {limit.Metric.Key}: "
                + "raise the limit or add a smaller width or resolution"));
        if (!errors.Exists(error => error.Field.StartsWith("limits", StringComparison.Ordinal))
            && all.All(one => limits.Any(limit => limit.Excludes(one.Cost))))
            errors.Add(
                new("limits",
                    $"must leave something to train, but together {string.Join(" and ", limits.Select(limit => limit.ToString()))} "
                + $"exclude {Everything(count)}; raise one of them or add a network"));
    }

    private static string Everything(long count) => count == 1 ? "the only configuration" : $"all {count} configurations";
}
