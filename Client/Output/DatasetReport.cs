using Paretune.Tuning.Spaces;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Describes a dataset: counts, sizes, splits, skipped files and the balance of its classes.</summary>
internal static class DatasetReport
{
    private static readonly HyperparameterValue Default = Hyperparameters.Find(HyperparameterNames.Augmentation)!.Default;

    private const int BarCells = 20, MostClasses = 30;

    /// <summary>The summary of an import.</summary>
    public static IRenderable OfImport(DatasetDetail detail) => new Rows(Sentences(detail).Select(sentence => new Text(sentence)));

    public static IRenderable Create(DatasetDetail detail) =>
        new Rows([.. Sentences(detail).Select(sentence => new Text(sentence)), Balance(detail)]);

    public static IEnumerable<string> Sentences(DatasetDetail detail)
    {
        var dataset = detail.Dataset;
        var validation = dataset.ValidationImages > 0 ? $", {dataset.ValidationImages} validation" : "";
        yield return $"{dataset.Name}: {dataset.TrainImages} training{validation} and {dataset.TestImages} test images "
            + $"of {dataset.Classes.Length} classes, {dataset.Size}×{dataset.Size}";
        yield return Augmentation(dataset);
        if (detail.Account is not { } account)
            yield break;
        yield return account.LeftOut.IsDefaultOrEmpty
            ? $"Imported: {account.Taken} images. Skipped: none."
            : $"Imported: {account.Taken} images. Skipped: {account.LeftOut.Sum(left => left.Files)} files: "
                + $"{string.Join("; ", account.LeftOut.Select(left => $"{left.Files} {left.What} (such as {left.Example})"))}.";
        foreach (var note in account.Notes)
            yield return note;
    }

    /// <summary>Describes the default augmentation. Every report does, because a flip is an assumption about the images.</summary>
    private static string Augmentation(Dataset dataset) => dataset.Augmentation is { } own
        ? $"Default augmentation: {own}."
        : $"Default augmentation: {Default}. Leave out flip if a mirrored image may belong to another class "
            + (dataset.Name == Dataset.BuiltIn
                ? "(paretune search submit --augmentation crop)." : $"(paretune data set {dataset.Name} --augmentation crop).");

    private static Table Balance(DatasetDetail detail)
    {
        var most = Math.Max(1, detail.TrainCounts.Max());
        var table = new Table().Border(TableBorder.Simple).AddColumns("class", "train", "validation", "test", "");
        foreach (var (at, name) in detail.Dataset.Classes.Take(MostClasses).Index())
            table.AddRow(
                new Text(name), new Text($"{detail.TrainCounts[at]}"), new Text(Validation(detail, at)),
                    new Text($"{detail.TestCounts[at]}"),
                new Text(Formatter.Bar(detail.TrainCounts[at] / (double)most, BarCells)));
        if (detail.Dataset.Classes.Length > MostClasses)
            table.AddRow($"… {detail.Dataset.Classes.Length - MostClasses} more");
        return table;
    }

    private static string Validation(DatasetDetail detail, int at) =>
        detail.Dataset.ValidationImages > 0 ? $"{detail.ValidationCounts[at]}" : "drawn from train";
}
