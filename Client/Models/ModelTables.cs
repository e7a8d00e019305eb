using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Models;

/// <summary>A network for people: its sum, its layers, its formulas.</summary>
internal static class ModelTables
{
    public static IRenderable Of(ModelDescription model)
    {
        var one = model.Configuration;
        var parts = new List<IRenderable>
        {
            new Text(
                $"{model.Network}, δ {one.Dilation}, α {Show.Number(one.Width)}, ρ {Show.Number(one.Resolution)}, {model.Classes} classes"),
            new Text(
                $"input {model.InputSize}×{model.InputSize}, receptive field {model.ReceptiveField}×{model.ReceptiveField} pixels before "
                + "pooling"),
            new Text($"{Exact(model.Parameters)} parameters, {Exact(model.Macs)} MACs an image, {Exact(model.Bytes)} bytes as float32"),
            Layers(model),
        };
        if (model.Blind.Length > 0)
            parts.Add(new Text(
                $"outer taps see padding alone, because they lie further apart than the map is wide: {string.Join(", ", model.Blind)}"));
        if (!model.Formulas.IsEmpty)
            parts.AddRange([
                new Text(
                    "The paper's formulas (1) to (7). They count a dilated filter as dense, all C taps; the MACs above count the nine taps "
                    + "that are computed."),
                Formulas(model)]);
        return new Rows(parts);
    }

    private static Table Layers(ModelDescription model)
    {
        var table = Columns(
            "layer", "kind", "in", "out", "kernel", "stride", "spacing", "groups", "map in", "map out", "parameters", "MACs");
        foreach (var layer in model.Layers)
            table.AddRow(
                layer.Name, Show.Name(layer.Kind), $"{layer.In}", $"{layer.Out}", $"{layer.Kernel}", $"{layer.Stride}", $"{layer.Dilation}",
                $"{layer.Groups}",
                $"{layer.InputSize}", $"{layer.OutputSize}", Exact(layer.Parameters), Exact(layer.Macs));
        return table;
    }

    private static Table Formulas(ModelDescription model)
    {
        var table = Columns("module", "C (1)", "L_k", "G_t (2)", "G_d (3)", "G_d/G_t (4)", "G_α (5)", "G_ρ (6)", "G_αρ (7)");
        foreach (var module in model.Formulas)
            table.AddRow(
                module.Module, $"{module.FilterArea}", $"{module.FilterSide}", Show.Amount(module.Traditional),
                Show.Amount(module.Separable),
                Show.Number(module.Ratio, "0.00000"), Show.Amount(module.WidthScaled), Show.Amount(module.ResolutionScaled),
                Show.Amount(module.Scaled));
        return table;
    }

    private static Table Columns(params string[] headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers)
            table.AddColumn(header is "layer" or "kind" or "module" ? new TableColumn(header) : new TableColumn(header).RightAligned());
        return table;
    }

    private static string Exact(long count) => count.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
}
