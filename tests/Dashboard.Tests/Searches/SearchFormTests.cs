using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Searches;

public sealed class SearchFormTests
{
    private static readonly Dataset[] Datasets = [new("shapes", ["circle", "square"], 32, 1000, 200)];

    [Theory]
    [InlineData("dataset: shapes\n", "fast", "oneCycle")]
    [InlineData("dataset: shapes\nrecipe: fast\n", "default", "cosine")]
    public void A_clone_takes_another_recipe(string file, string recipe, string schedule)
    {
        var form = Clone(Read(YamlText.Read(new StringReader(file)).Root)!);

        form["recipe"] = recipe;

        Assert.Equal([schedule], Read(form.Json())!.Space.First["schedule"].Values.Select(value => value.Word));
    }

    [Fact]
    public void A_clone_is_the_same_search_and_says_its_recipe()
    {
        var spec = Read(YamlText.Read(new StringReader("dataset: shapes\nrecipe: fast\nspace: { ema: [0.9], weightDecay: 0.01 }\n")).Root)!;

        var form = Clone(spec);

        Assert.Equal(("fast", "0.9", "0.01", ""), (form["recipe"], form["space.ema"], form["space.weightDecay"], form["space.schedule"]));
        Assert.Equal(SearchFile.Format(spec), SearchFile.Format(Read(form.Json())!));
    }

    [Theory]
    [InlineData("parameters", true)]
    [InlineData("minF1", false)]
    public void A_search_with_a_limit_that_has_no_field_is_not_shown_as_a_form(string limit, bool isShown)
    {
        var spec = Read(YamlText.Read(new StringReader("dataset: shapes\n")).Root)!;

        Assert.Equal(
            isShown, SearchForm.CanShow(spec with { Limits = new(ImmutableSortedDictionary<string, decimal>.Empty.Add(limit, 1)) }));
    }

    private static SearchForm Clone(SearchSpec spec)
    {
        var form = new SearchForm();
        form.Fill(spec);
        form.TakeRecipe(Read);
        return form;
    }

    private static SearchSpec? Read(JsonNode? json) =>
        SearchSpecReader.Read(JsonSerializer.SerializeToElement(json), Datasets, []).Spec;
}
