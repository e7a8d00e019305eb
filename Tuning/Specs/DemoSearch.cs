using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Specs;

/// <summary>
/// The search of the demo: twelve configurations that differ in all three multipliers, small enough to finish within minutes on two cores.
/// </summary>
public static class DemoSearch
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["name"] = "demo",
        ["dataset"] = "shapes",
        ["space.dilation"] = "1,2,3",
        ["space.width"] = "0.5,0.25",
        ["space.resolution"] = "1,0.75",
        ["epochs"] = "4",
        // Small batches: batch norm's running statistics need a hundred steps before validation can use them.
        ["space.batchSize"] = "64",
    };

    /// <summary>Its flags, each with its value.</summary>
    public static ImmutableArray<(SearchFlag Flag, string Text)> Flags { get; } =
        [.. SearchFlag.All.Where(flag => Texts.ContainsKey(flag.Path)).Select(flag => (flag, Texts[flag.Path]))];

    /// <summary>As input of the search file reader.</summary>
    public static JsonObject Json()
    {
        var root = new JsonObject();
        foreach (var (flag, text) in Flags)
            flag.Put(root, text);
        return root;
    }
}
