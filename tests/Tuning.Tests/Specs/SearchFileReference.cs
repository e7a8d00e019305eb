using System.Collections.Immutable;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>The text of docs/reference-search-file.md.</summary>
internal static class SearchFileReference
{
    private static readonly ImmutableArray<Section> Sections =
    [
        new("What to train", "", ["name", "dataset", "network", "trainer", "trainerVersion"]),
        new("The space",
            "Each hyperparameter takes a value, a list of values or a [range](#ranges). [Spaces](searches.md#spaces) has examples.",
            [
                "space", "space.network", "space.dilation", "space.width", "space.resolution", "baseResolution", "space.learningRate",
                "space.weightDecay", "space.batchSize", "batchSize", "space.hyperparameters.NAME",
            ]),
        new("The recipe", "[The recipe](searches.md#the-recipe) explains these hyperparameters.",
            [
                "recipe", "space.schedule", "space.warmup", "space.augmentation", "space.labelSmoothing", "space.optimizer",
                "space.momentum", "space.ema", "space.progressive",
            ]),
        new("Ranges", "A hyperparameter that takes numbers can have a range in place of a list. `NAME` is its name.", ["space.NAME."]),
        new("Goals", "[The optimum](searches.md#the-optimum) explains the rules.", ["objectives", "latency", "limits.", "optimum"]),
        new("The strategy",
            "`strategy: random` is short for `strategy: { kind: random }`. [strategies.md](strategies.md) helps you choose one.",
            ["strategy."]),
        new("The budget", "The search ends when it reaches the first limit ([Budgets](searches.md#budgets)).", ["budget."]),
        new("How it runs", "",
            [
                "epochs", "trainImages", "precision", "seed", "maxAttempts", "replicates", "reuse", "from", "priority", "notify",
            ]),
        new("Your own metrics",
            "A search with `trainer: external` can declare metrics that its programs report ([programs.md](programs.md)). "
                + "`NAME` is the name of a metric, which can be an objective.",
            ["metrics.NAME."]),
    ];

    /// <summary>The keys of every section; one that ends in a dot stands for all below it.</summary>
    public static IEnumerable<SearchKey> Listed => Sections.SelectMany(KeysOf);

    public static string Create() => string.Join('\n',
    [
        "# Search file reference",
        "",
        "This page lists every key of a search file with its values, its default and an example.",
        "[searches.md](searches.md) explains how to use them.",
        DocsPage.Note("Tuning", nameof(SearchFileReferenceTests)),
        "",
        "- A dot stands for a key inside an object: `limits.macs` is `limits: { macs: 300000000 }`.",
        "- The option is that of `paretune search submit`. It overrides the file. In place of a list, write `a,b`; in place of a range, "
            + "`1e-4..0.1 log`.",
        "- The option of a hyperparameter of a custom trainer is `--hyperparameter NAME=a,b`.",
        $"- A list has at most {Field.LongestList} values.",
        "- All errors of a file are reported together, with line numbers, and nothing is started.",
        .. Sections.SelectMany(Text),
        "",
    ]);

    private static IEnumerable<string> Text(Section section) =>
    [
        "",
        $"## {section.Title}",
        .. section.Text.Length > 0 ? section.Text.Replace(". ", ".\n", StringComparison.Ordinal).Split('\n').Append("") : [],
        DocsPage.Row("key", "option", "values", "default", "example", "meaning"),
        DocsPage.Row(Enumerable.Repeat("---", 6)),
        .. KeysOf(section).Select(Row),
    ];

    private static string Row(SearchKey key) => DocsPage.Row(
        $"`{key.Path}`",
        SearchFlag.All.FirstOrDefault(flag => flag.Path == key.Path) is { } flag ? $"`{flag.Name}`" : "-",
        key.Values,
        key.Default ?? "-",
        $"`{SearchFileExamples.All[key.Path].Text}`",
        key.Description + (key.For is null ? "" : $" For {key.For}."));

    private static IEnumerable<SearchKey> KeysOf(Section section) => section.Paths.SelectMany(
        path => SearchKeys.All.Where(key => path.EndsWith('.') ? key.Path.StartsWith(path, StringComparison.Ordinal) : key.Path == path));

    private sealed record Section(string Title, string Text, ImmutableArray<string> Paths);
}
