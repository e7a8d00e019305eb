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
    [InlineData("--trainer", "lines", "{}", """{"trainer":"lines"}""")]
    public void A_flag_is_laid_over_what_stands_there(string flag, string text, string before, string after) =>
        Assert.Equal(after, Put(SearchFlag.All.Single(one => one.Name == flag), text, before));

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

    private static string Put(SearchFlag flag, string text, string before)
    {
        var root = JsonNode.Parse(before)!.AsObject();
        flag.Put(root, text);
        return root.ToJsonString();
    }
}
