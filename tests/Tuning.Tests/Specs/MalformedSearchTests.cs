using System.Text;
using System.Text.Json;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>Any valid JSON gives a spec or errors, never an exception.</summary>
public sealed class MalformedSearchTests
{
    private static readonly Dataset Cifar = new("cifar10", ["cat", "dog"], 32, 50_000, 10_000);

    private static readonly string[] Keys =
    [
        .. SearchSpecReader.Keys, "dilation", "width", "resolution", "learningRate", "weightDecay", "parameters", "macs", "bytes", "kind",
        "samples", "", "\\ud800", "\\u0000", "EPOCHS",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "1", "-1", "0.5", "1.0", "2", "1e400", "-1e400", "1e-400", "99999999999999999999",
        "-9223372036854775808",
        "9223372036854775807", "0.1e1", "\"\"", "\"cifar10\"", "\"knee\"", "\"smallest-within:\"", "\"smallest-within:1e999\"", "\"grid\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"accuracy\"", "\"macs\"", "\"latency\"", "\"👾\"",
    ];

    private static readonly string[] Hyperparameters =
        ["dilation", "width", "resolution", "learningRate", "weightDecay", "batchSize", "network", "optimizer"];

    private static readonly string[] RangeKeys = ["from", "to", "scale", "step", "steps", "stepp"];
    private static readonly string[] Scales = ["\"linear\"", "\"log\"", "\"log2\"", "\"cubic\"", "7"];
    private static readonly string[] Ends = ["0", "1", "2", "0.001", "0.1", "0.5", "64", "-3", "1e-320", "1e30"];

    [Fact]
    public void Every_scalar_under_every_key_gets_an_answer()
    {
        var searches = from key in Keys from scalar in Scalars select $$"""{ "{{key}}": {{scalar}} }""";

        Assert.All(searches, AssertAnswered);
    }

    [Fact]
    public void Random_trees_get_an_answer()
    {
        var random = new SplitMix64(20);

        for (var i = 0; i < 3000; i++)
            AssertAnswered(Tree(random, depth: 3));
    }

    [Fact]
    public void Random_ranges_get_an_answer_in_one_space_and_in_lists_of_them()
    {
        var random = new SplitMix64(21);

        for (var i = 0; i < 3000; i++)
        {
            var spaces = string.Join(",", Enumerable.Range(0, random.Below(4)).Select(_ => Space(random)));
            AssertAnswered($$"""{ "dataset": "cifar10", "space": {{(i % 3 == 0 ? Space(random) : $"[{spaces}]")}} }""");
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_get_an_answer()
    {
        byte[] json = [.. "{ \"name\": \""u8, 0xFF, 0xC0, .. "\", \""u8, 0xFE, .. "\": 1 }"u8];
        using var document = JsonDocument.Parse(json);

        var reading = SearchSpecReader.Read(document.RootElement, [Cifar], []);

        Assert.Contains(reading.Errors, error => error.Field == "name");
    }

    private static void AssertAnswered(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var datasets in new Dataset[]?[] { null, [], [Cifar] })
        {
            var reading = SearchSpecReader.Read(document.RootElement, datasets, []);
            Assert.Equal(reading.Spec is null, reading.Errors.Length > 0);
            Assert.All(reading.Errors, error => Assert.InRange(error.Message.Length, 10, 500));
        }
    }

    private static string Space(SplitMix64 random) => Object(
        Hyperparameters.Where(_ => random.Below(3) == 0), _ => random.Below(4) == 0 ? Tree(random, depth: 1) : Range(random));

    private static string Range(SplitMix64 random) => Object(
        RangeKeys.Where(key => random.Below(key is "from" or "to" ? 10 : 3) != 1),
        key => key == "scale" ? Scales[random.Below(Scales.Length)]
            : random.Below(5) == 0 ? Scalars[random.Below(Scalars.Length)] : Ends[random.Below(Ends.Length)]);

    private static string Object(IEnumerable<string> keys, Func<string, string> value) =>
        $"{{{string.Join(",", keys.Select(key => $"\"{key}\":{value(key)}"))}}}";

    private static string Tree(SplitMix64 random, int depth)
    {
        var shape = depth == 0 ? 0 : random.Below(3);
        if (shape == 0)
            return Scalars[random.Below(Scalars.Length)];
        var text = new StringBuilder();
        var count = random.Below(5);
        for (var i = 0; i < count; i++)
            text.Append(i == 0 ? "" : ",").Append(shape == 1 ? $"\"{Keys[random.Below(Keys.Length)]}\":" : "")
                .Append(Tree(random, depth - 1));
        return shape == 1 ? $"{{{text}}}" : $"[{text}]";
    }
}
