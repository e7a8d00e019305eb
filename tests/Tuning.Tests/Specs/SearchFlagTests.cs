using System.Text.Json.Nodes;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class SearchFlagTests
{
    [Theory]
    [InlineData("--epochs", "3", "{}", """{"epochs":3}""")]
    [InlineData("--dilation", "1,2", "{}", """{"space":{"dilation":[1,2]}}""")]
    [InlineData("--dilation", "1, 2", """{"space":{"width":[1],"dilation":[5]}}""", """{"space":{"width":[1],"dilation":[1,2]}}""")]
    [InlineData("--dilation", "2", """{"space":7}""", """{"space":{"dilation":[2]}}""")]
    [InlineData("--samples", "5", """{"strategy":"random"}""", """{"strategy":{"kind":"random","samples":5}}""")]
    [InlineData("--sampler", "bayesian", """{"strategy":{"order":"grid"}}""", """{"strategy":{"sampler":"bayesian"}}""")]
    [InlineData("--trainer", "lines", "{}", """{"trainer":"lines"}""")]
    public void A_flag_is_laid_over_what_stands_there(string flag, string text, string before, string after) =>
        Assert.Equal(after, Put(SearchFlag.All.Single(one => one.Name == flag), text, before));

    [Theory]
    [InlineData("--max-parameters", "5M", """{"limits":{"parameters":5000000}}""")]
    [InlineData("--max-macs", "1.5G", """{"limits":{"macs":1500000000}}""")]
    [InlineData("--max-macs", "1.9T", """{"limits":{"macs":1900000000000}}""")]
    [InlineData("--train-images", "2k", """{"trainImages":2000}""")]
    [InlineData("--dilation", "1-3, 5", """{"space":{"dilation":[1,2,3,5]}}""")]
    [InlineData("--batch-size", "1k..4k log2", """{"space":{"batchSize":{"from":1000,"to":4000,"scale":"log2"}}}""")]
    [InlineData("--dilation", "3-1", """{"space":{"dilation":["3-1"]}}""")]
    [InlineData("--learning-rate", "1e-4", """{"space":{"learningRate":[1e-4]}}""")]
    [InlineData("--name", "5M", """{"name":"5M"}""")]
    [InlineData("--augmentation", "1-3", """{"space":{"augmentation":["1-3"]}}""")]
    public void Numbers_may_have_a_suffix_and_lists_a_span(string flag, string text, string after) =>
        Assert.Equal(after, Put(SearchFlag.All.Single(one => one.Name == flag), text, "{}"));

    [Fact]
    public void A_trainer_s_words_stay_words()
    {
        Assert.Equal("""["5k"]""", SearchFlag.OfTrainer("size", "").Parse("5k")!.ToJsonString());
        Assert.Equal("[5000]", SearchFlag.OfTrainer("size", "", HyperparameterKind.Whole).Parse("5k")!.ToJsonString());
    }

    [Theory]
    [InlineData("16,32", "{}", """{"space":{"hyperparameters":{"channels":[16,32]}}}""")]
    [InlineData(
        "max, mean", """{"space":{"dilation":[1],"hyperparameters":{"channels":[1],"depth":[2]}}}""",
        """{"space":{"dilation":[1],"hyperparameters":{"channels":["max","mean"],"depth":[2]}}}""")]
    [InlineData("1", """{"space":{"hyperparameters":[1]}}""", """{"space":{"hyperparameters":{"channels":[1]}}}""")]
    [InlineData("1", """{"space":null}""", """{"space":{"hyperparameters":{"channels":[1]}}}""")]
    [InlineData("", "{}", """{"space":{"hyperparameters":{"channels":[""]}}}""")]
    public void One_of_a_trainer_s_own_goes_two_levels_down(string text, string before, string after) =>
        Assert.Equal(after, Put(SearchFlag.OfTrainer("channels", ""), text, before));

    [Theory]
    [InlineData(
        """{"space":[{"network":"mobilenet","width":[1,0.5]},{"network":"resnet18","batchSize":[32]}]}""",
        """{"space":[{"network":"mobilenet","width":[1,0.5],"batchSize":[64]},{"network":"resnet18","batchSize":[64]}]}""")]
    [InlineData("""{"space":[{"width":[1]},7]}""", """{"space":[{"width":[1],"batchSize":[64]},7]}""")]
    [InlineData("""{"space":[]}""", """{"space":[]}""")]
    public void A_space_that_is_a_list_gets_it_in_every_part(string before, string after) =>
        Assert.Equal(after, Put(SearchFlag.All.Single(flag => flag.Name == "--batch-size"), "64", before));

    [Fact]
    public void One_of_a_trainer_s_own_is_set_in_every_part_as_well() => Assert.Equal(
        """{"space":[{"width":[1],"hyperparameters":{"channels":[8]}}]}""",
        Put(SearchFlag.OfTrainer("channels", ""), "8", """{"space":[{"width":[1]}]}"""));

    [Fact]
    public void Every_key_of_a_search_file_has_a_flag()
    {
        // batchSize is short for space.batchSize, which has a flag; custom metrics can only be given in a file.
        var keys = SearchSpecReader.Keys.Where(key => key is not ("batchSize" or "metrics"));

        Assert.All(keys, key => Assert.Contains(
            SearchFlag.All, flag => flag.Path == key || flag.Path.StartsWith($"{key}.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--train-images", "Train images")]
    [InlineData("--dilation", "δ, dilation")]
    [InlineData("--batch-size", "Batch size")]
    [InlineData("--strategy", "Strategy")]
    [InlineData("--budget-share", "Budget, share")]
    [InlineData("--max-macs", "Maximum MACs")]
    public void A_form_calls_it_by_its_key(string flag, string title) =>
        Assert.Equal(title, SearchFlag.All.Single(one => one.Name == flag).Title);

    [Fact]
    public void No_two_fields_of_a_form_have_one_title() =>
        Assert.Equal(SearchFlag.All.Length, SearchFlag.All.Select(flag => flag.Title).Distinct().Count());

    [Theory]
    [InlineData("--budget-trials", "a whole number from 1 to 100000")]
    [InlineData("--budget-share", "a number above 0 and at most 1")]
    [InlineData("--priority", "a whole number from -10 to 10")]
    [InlineData("--latency", "fp16, fp32 or int8")]
    [InlineData("--optimum", "smallest-within:POINTS, per-doubling:POINTS or most-accurate")]
    public void Its_help_says_what_is_allowed(string flag, string allowed) =>
        Assert.Contains(allowed, SearchFlag.All.Single(one => one.Name == flag).Help, StringComparison.Ordinal);

    private static string Put(SearchFlag flag, string text, string before)
    {
        var root = JsonNode.Parse(before)!.AsObject();
        flag.Put(root, text);
        return root.ToJsonString();
    }
}
