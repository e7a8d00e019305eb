using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Rates;

/// <summary>
/// Completes a space that names no learning rate: with measured rates, or with the previous default for what was not measured. Networks,
/// batch sizes and optimizers whose rates differ become separate parts.
/// </summary>
public static class DefaultRates
{
    /// <summary>Returns the space with a rate in every part; parts that name rates stay as they are.</summary>
    /// <param name="isNamed">Whether the part at this index names its rates.</param>
    internal static Space Fill(SearchSpec spec, Func<int, bool> isNamed)
    {
        var space = spec.Space;
        ImmutableArray<Subspace> parts = [.. space.Parts.Index().SelectMany(
            part => isNamed(part.Index) ? [part.Item]
                : Split(part.Item, part.Item.Networks.IsEmpty ? spec.Networks : part.Item.Networks))];
        return parts is [var only] && space.Parts.Length == 1
            ? new(only with { Networks = space.First.Networks })
            : new([.. parts.Select(part => Trimmed(part, spec.BaseResolution))]);
    }

    /// <summary>
    /// Returns the single part without rates from which <see cref="Fill"/> made all parts of a search; null if a user wrote them.
    /// </summary>
    public static Subspace? Folded(SearchSpec spec)
    {
        if (spec.Space.Parts is not [var first, _, ..] || spec.Trainer is not null)
            return null;
        var whole = first with { Networks = [] };
        foreach (var name in (string[])[HyperparameterNames.BatchSize, HyperparameterNames.Optimizer])
            if (whole.Domains.ContainsKey(name) && whole[name].Range is null)
                whole = whole.With(name, ListOf(spec.Space.Parts.SelectMany(part => part[name].Values).Distinct()));
        foreach (var one in Hyperparameters.OfNetworks.Where(one => whole[one.Name].Range is null))
            whole = whole.With(one.Name, ListOf(spec.Space.Parts.SelectMany(part => part[one.Name].Values).Distinct()));
        return Text(Fill(spec with { Space = new(whole) }, _ => false)) == Text(spec.Space) ? whole : null;
    }

    private static IEnumerable<Subspace> Split(Subspace part, ImmutableArray<string> networks)
    {
        var (batches, optimizers) = (part[HyperparameterNames.BatchSize], part.Domains.GetValueOrDefault(HyperparameterNames.Optimizer));
        var points = from network in networks
                     from batch in batches.Range is null ? batches.Values : [Middle(batches.Range)]
                     from kinds in KindsOf(optimizers)
                     select new Point(network, batch, kinds);
        foreach (var run in points.GroupBy(point => (point.Rate, point.Batch, IsSgd(point.Optimizers[0]))))
        {
            var one = part.With(HyperparameterNames.LearningRate, Domain.List(run.Key.Rate)) with
            {
                Networks = [.. run.Select(point => point.Network).Distinct()],
            };
            if (batches.Range is null)
                one = one.With(HyperparameterNames.BatchSize, Domain.List(run.Key.Batch));
            yield return optimizers is null ? one
                : one.With(HyperparameterNames.Optimizer, ListOf(run.First().Optimizers));
        }
    }

    /// <summary>
    /// Removes hyperparameters that none of the part's networks has. In a separate part they would be an error; in a part with other
    /// networks they would be skipped.
    /// </summary>
    private static Subspace Trimmed(Subspace part, int baseResolution)
    {
        var designs = part.Networks.Select(NetworkCatalog.DesignOf).ToList();
        return part
            .With(HyperparameterNames.Dilation, Kept(HyperparameterNames.Dilation, (design, value) => design.Takes((int)value)))
            .With(HyperparameterNames.Width, Kept(HyperparameterNames.Width, (design, value) => design.Takes(value)))
            .With(HyperparameterNames.Resolution, Kept(
                HyperparameterNames.Resolution, (design, value) => design.Fits(Scaling.Scale(baseResolution, value)), isFromLeast: true));

        // Of δ and α, a network takes all values or only 1; of ρ, all from its least one on.
        Domain Kept(string name, Func<NetworkDesign, double, bool> takes, bool isFromLeast = false)
        {
            var domain = part[name];
            bool Taken(double value) => designs.Any(design => takes(design, value));
            return domain.Range is not { } range ? ListOf(domain.Values.Where(value => Taken(value.Number)))
                : Taken(isFromLeast ? range.To : range.From) ? domain : Domain.List(1);
        }
    }

    /// <summary>Groups optimizers by rate: sgd separately, because its rates differ and were not measured.</summary>
    private static IEnumerable<ImmutableArray<HyperparameterValue>> KindsOf(Domain? optimizers) => optimizers is null
        ? [[RecipeWords.Format(RecipeOptions.Former.Optimizer)]]
        : optimizers.Values.GroupBy(word => word.Word == RecipeWords.Format(OptimizerKind.Sgd)).Select(kind => kind.ToImmutableArray());

    private static bool IsSgd(HyperparameterValue optimizer) => optimizer.Word == RecipeWords.Format(OptimizerKind.Sgd);

    // The geometric mean of a range of batch sizes, because the part has one list of rates for all of them.
    private static HyperparameterValue Middle(ValueRange batches) => Math.Sqrt(batches.From * batches.To);

    private static Domain ListOf(IEnumerable<HyperparameterValue> values) => new() { Values = [.. values] };

    private static string Text(Space space) => JsonSerializer.Serialize(space, ParetuneJson.Options);

    /// <summary>The settings that determine a rate.</summary>
    private sealed record Point(string Network, HyperparameterValue Batch, ImmutableArray<HyperparameterValue> Optimizers)
    {
        public double Rate => MeasuredRates.For(
            Network, Batch.Number, IsSgd(Optimizers[0]) ? OptimizerKind.Sgd : OptimizerKind.Adamw);
    }
}
