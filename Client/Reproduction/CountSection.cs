using System.Collections.Immutable;
using System.Globalization;
using Paretune.Client.Models;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>Table 1: costs counted from the layers of the networks, without a server and without training.</summary>
internal static class CountSection
{
    // Only the multipliers affect the counts.
    private static readonly Configuration Paper = new(
        PaperResults.BestDilation, Width: 1, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128);

    public static ReportSection Create(Experiment experiment)
    {
        var model = ModelDescription.From(NetworkCatalog.Default, Paper, PaperModule.Resolution, NetworkEnds.OfColour(PaperModule.Classes));
        var readings = ParameterReading.From(Plan(NetworkCatalog.Default, PaperModule.Classes), Paper.Dilation);
        return ReportSection.From(
            experiment.Title,
            [
                $"Counted from the paper's Table 1, dilated-separable has {Exact(model.Parameters)} parameters at δ {Paper.Dilation}, α 1, "
                + $"ρ 1, {PaperModule.Resolution} pixels and {PaperModule.Classes} classes. "
                + $"With the ten classes of CIFAR-10 it has {Exact(Plan(NetworkCatalog.Default, 10).Parameters)}, and with the 200 classes "
                + $"of Tiny ImageNet {Exact(Plan(NetworkCatalog.Default, 200).Parameters)}. "
                + $"The paper states {Formatter.Amount(ParameterReading.Published)}.",
                Verdict(readings),
                "In the first table, the formulas count a dilated filter as dense, with all C weights of eq. (1). The column MACs counts "
                + "only the nine weights of a filter that are computed, and it includes all three convolutions of a module.",
            ],
            [Modules(model), Layers(model), Readings(readings), Systems()]);
    }

    private static string Verdict(ImmutableArray<ParameterReading> readings)
    {
        var nearest = ParameterReading.Nearest(readings);
        var byFormula = ParameterReading.Nearest(readings.Where(reading => reading.IsByFormula));
        return $"No way of counting that the paper's text supports gives {Formatter.Amount(ParameterReading.Published)}. "
            + $"Of those that follow its formulas, \"{byFormula.Name}\" is the closest with {Exact(byFormula.Parameters)}. "
            + $"The closest of all is \"{nearest.Name}\" with {Exact(nearest.Parameters)}, but {nearest.Basis}. "
            + "We did not change the network to match the number.";
    }

    private static ReportTable Modules(ModelDescription model) => new(
        "Module by module: the paper's table, our count, and its formulas (2) to (4)",
        ["module", "paper: channels", "paper: stride", "paper: map after", "paper misprints", "parameters", "MACs", "G_t (2)", "G_d (3)",
            "G_d/G_t (4)"],
        [
            .. from module in PaperModule.All
               let layers = model.Layers.Where(layer => layer.Name.StartsWith($"module{module.Number}.", StringComparison.Ordinal)).ToList()
               let formulas = model.Formulas.First(formulas => formulas.Module == $"module{module.Number}")
               select ImmutableArray.Create(
                   $"{module.Number}", $"{module.In} → {module.Out}", $"{module.Stride}", $"{module.MapSize}",
                   module.Misprint is "" ? Formatter.Nothing : module.Misprint,
                   Exact(layers.Sum(layer => layer.Parameters)), Exact(layers.Sum(layer => layer.Macs)),
                       Formatter.Amount(formulas.Traditional),
                   Formatter.Amount(formulas.Separable), Formatter.Number(formulas.Ratio, "0.00000")),
            ["sum with classifier", "", "", "", "", Exact(model.Parameters), Exact(model.Macs),
                Formatter.Amount(model.Formulas.Sum(one => one.Traditional)), Formatter.Amount(model.Formulas.Sum(one => one.Separable)),
                    ""],
        ]);

    private static ReportTable Layers(ModelDescription model) => new(
        "Layer by layer",
        ["layer", "kind", "in → out", "filter", "spacing", "stride", "groups", "map", "parameters", "MACs"],
        [
            .. model.Layers.Select(layer => ImmutableArray.Create(
                layer.Name, Formatter.Name(layer.Kind), $"{layer.In} → {layer.Out}",
                layer.Kernel > 0 ? $"{layer.Kernel}×{layer.Kernel}" : Formatter.Nothing, $"{layer.Dilation}", $"{layer.Stride}",
                $"{layer.Groups}",
                $"{layer.InputSize} → {layer.OutputSize}", Exact(layer.Parameters), Exact(layer.Macs))),
        ]);

    private static ReportTable Readings(ImmutableArray<ParameterReading> readings) => new(
        $"Ways to count the paper's {Formatter.Amount(ParameterReading.Published)}",
        ["way of counting", "parameters", "difference", "evidence"],
        [.. readings.Select(reading => ImmutableArray.Create(
            reading.Name, Exact(reading.Parameters),
            (reading.Parameters / (double)ParameterReading.Published - 1).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture),
            reading.Basis))]);

    private static ReportTable Systems() => new(
        $"Parameters of every network at α 1, {PaperModule.Resolution} pixels and {PaperModule.Classes} classes",
        ["network", "paper gives", "parameters", "MACs", "bytes as float32"],
        [
            .. from network in NetworkCatalog.Names
               let plan = Plan(network, PaperModule.Classes)
               let paper = PaperResults.Systems.FirstOrDefault(system => system.Model == network)
               select ImmutableArray.Create(
                   network, paper is null ? Formatter.Nothing
                       : Formatter.Amount(paper.Parameters), Exact(plan.Parameters), Exact(plan.Macs),
                   Exact(plan.Bytes)),
        ]);

    /// <summary>Plans a network at α = 1, with δ = 1 if it does not support the dilation rate.</summary>
    private static NetworkPlan Plan(string network, int classes) =>
        NetworkCatalog.Plan(
            network, network == NetworkCatalog.Default ? Paper : Paper with { Dilation = 1 }, PaperModule.Resolution, classes);

    private static string Exact(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
