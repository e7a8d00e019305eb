using Paretune.Client.Output;
using Paretune.Tuning.Networks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Models;

/// <summary>A network as tables: totals, layers and formulas.</summary>
internal static class ModelTables
{
    public static IRenderable Create(ModelDescription model)
    {
        var one = model.Configuration;
        var parts = new List<IRenderable>
        {
            new Text(
                $"{model.Network}, δ {one.Dilation}, α {Formatter.Number(one.Width)}, ρ {Formatter.Number(one.Resolution)}, "
                + $"{model.Classes} classes"),
            new Text(
                $"input {model.InputSize}×{model.InputSize}, receptive field {model.ReceptiveField}×{model.ReceptiveField} pixels before "
                + "pooling"),
            new Text($"{Exact(model.Parameters)} parameters, {Exact(model.Macs)} MACs per image, {Exact(model.Bytes)} bytes as float32"),
            Layers(model),
        };
        if (model.Blind.Length > 0)
            parts.Add(new Text(
                $"outer taps read only padding, because the dilated filter is wider than the map: {string.Join(", ", model.Blind)}"));
        if (!model.Formulas.IsEmpty)
            parts.AddRange([
                new Text(
                    "The paper's formulas (1) to (7). They count a dilated filter as dense, all C taps; the MACs above count the nine taps "
                    + "that are computed."),
                Formulas(model)]);
        return new Rows(parts);
    }

    private static FittingTable Layers(ModelDescription model) => FittingTable.From<LayerPlan>(
        [
            new(new("layer", 0), one => one.Name), new(new("kind", 9), one => Formatter.Name(one.Kind)),
            Figure("in", 6, one => one.In), Figure("out", 7, one => one.Out), Figure("kernel", 5, one => one.Kernel),
            Figure("stride", 4, one => one.Stride), Figure("spacing", 8, one => one.Dilation), Figure("groups", 1, one => one.Groups),
            Figure("map in", 2, one => one.InputSize), Figure("map out", 3, one => one.OutputSize),
            new(new("parameters", 10, IsRight: true), one => Exact(one.Parameters)),
            new(new("MACs", 11, IsRight: true), one => Exact(one.Macs)),
        ],
        model.Layers);

    private static TableColumn<LayerPlan> Figure(string title, int importance, Func<LayerPlan, int> figure) =>
        new(new(title, importance, IsRight: true), one => $"{figure(one)}");

    private static FittingTable Formulas(ModelDescription model)
    {
        string[] titles = ["module", "C (1)", "L_k", "G_t (2)", "G_d (3)", "G_d/G_t (4)", "G_α (5)", "G_ρ (6)", "G_αρ (7)"];
        var table = new FittingTable([.. titles.Select(
            (title, at) => new TableHeader(title, at == 0 ? 0 : titles.Length - at, IsRight: at > 0))]);
        foreach (var module in model.Formulas)
            table.Add([
                module.Module, $"{module.FilterArea}", $"{module.FilterSide}", Formatter.Amount(module.Traditional),
                Formatter.Amount(module.Separable),
                Formatter.Number(module.Ratio, "0.00000"), Formatter.Amount(module.WidthScaled), Formatter.Amount(module.ResolutionScaled),
                Formatter.Amount(module.Scaled)]);
        return table;
    }

    private static string Exact(long count) => count.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
}
