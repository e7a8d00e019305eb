using System.Text.Json;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>docs/reference-search-file.md, which is generated from the declarations of the keys.</summary>
public sealed class SearchFileReferenceTests
{
    public static TheoryData<string> Paths => [.. SearchKeys.All.Select(key => key.Path)];

    [Fact]
    public void The_page_is_up_to_date() => DocsPage.Check("reference-search-file.md", SearchFileReference.Create());

    [Fact]
    public void The_page_lists_every_key_once() => Assert.Equal(
        SearchKeys.All.Select(key => key.Path).Order(StringComparer.Ordinal),
        SearchFileReference.Listed.Select(key => key.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_that_the_reader_takes_at_the_top_is_described() => Assert.All(
        SearchSpecReader.Keys, key => Assert.Contains(
            SearchKeys.All, described => described.Path == key || described.Path.StartsWith($"{key}.", StringComparison.Ordinal)));

    [Fact]
    public void Every_key_that_the_reader_takes_in_a_space_is_described() => Assert.All(
        SpaceReader.Keys, key => Assert.Contains(SearchKeys.All, described => described.Path == $"space.{key}"));

    [Theory, MemberData(nameof(Paths))]
    public void Every_key_is_described_in_whole_sentences_and_has_values(string path)
    {
        var key = SearchKeys.All.Single(key => key.Path == path);

        Assert.EndsWith(".", key.Description, StringComparison.Ordinal);
        Assert.NotEmpty(key.Values);
        Assert.DoesNotContain("Default:", key.Description, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Paths))]
    public void Every_example_is_a_valid_search_that_has_the_key(string path)
    {
        var example = SearchFileExamples.All[path];
        var yaml = YamlText.Read(new StringReader(example.File));

        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(yaml.Root), datasets: null, trainers: null);

        Assert.Empty(yaml.Errors);
        Assert.Empty(reading.Errors);
        Assert.Contains($"{path[(path.LastIndexOf('.') + 1)..].Replace("NAME", "channels", StringComparison.Ordinal)}:", example.Text,
            StringComparison.Ordinal);
    }
}
