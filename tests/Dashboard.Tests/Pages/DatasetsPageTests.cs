using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Pages;
using Paretune.Dashboard.Tests.Datasets;
using Paretune.Storage.Datasets;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class DatasetsPageTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task A_dataset_is_shown_with_its_balance_and_given_another_augmentation_and_name()
    {
        using var sent = new ByteArrayContent(ImageArchive.Sound(ballast: 10)) { Headers = { ContentType = new("application/zip") } };
        using var imported = await Api.Http.PutAsync("/api/datasets/paged", sent);
        var page = Open<DatasetsPage>("/datasets");
        page.WaitForElement("#paged");

        var section = Section(page);
        Assert.Contains("1 each", section.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, section.QuerySelectorAll("meter").Length);

        await section.QuerySelector("select")!.ChangeAsync(new() { Value = "none" });
        page.WaitForAssertion(() => Assert.Equal("none", Api.Service<DatasetStore>().Find("paged")?.Augmentation));
        await Section(page).QuerySelectorAll("button").First(button => button.TextContent == "Rename").ClickAsync(new());
        await Section(page).QuerySelector("input[name=to]")!.ChangeAsync(new() { Value = "paged-2" });
        await Section(page).QuerySelector("form.actions")!.SubmitAsync();

        page.WaitForElement("#paged-2");
        Assert.Empty(page.FindAll("#paged"));
    }

    [Fact]
    public async Task What_a_deletion_takes_from_searches_is_said_before()
    {
        var actions = Services.GetRequiredService<DatasetActions>();

        Assert.Equal("No search uses it.", await actions.Uses("never-used"));
    }

    [Fact]
    public async Task The_searches_that_use_a_dataset_are_named_and_all_of_them_are_a_link_away()
    {
        for (var i = 0; i < 4; i++)
            await Api.Submit($"user {i}");

        var page = Open<DatasetsPage>("/datasets");

        page.WaitForAssertion(() => Assert.Equal(
            4, page.Find($"#{ListedDatasets.Name}").Closest("section")!.QuerySelectorAll(".users a").Length));
        var links = page.Find($"#{ListedDatasets.Name}").Closest("section")!.QuerySelectorAll(".users a");
        // Other tests submit searches on this dataset at the same time.
        Assert.StartsWith("/searches/", links[0].GetAttribute("href"), StringComparison.Ordinal);
        Assert.StartsWith("all ", links[3].TextContent, StringComparison.Ordinal);
        Assert.Equal($"/?dataset={ListedDatasets.Name}&archived=all", links[3].GetAttribute("href"));
    }

    [Fact]
    public void The_built_in_dataset_has_nothing_to_change()
    {
        var page = Open<DatasetsPage>("/datasets");
        page.WaitForElement("#shapes");

        Assert.Empty(page.Find("#shapes").Closest("section")!.QuerySelectorAll("button"));
    }

    private static AngleSharp.Dom.IElement Section(IRenderedComponent<DatasetsPage> page) => page.Find("#paged").Closest("section")!;
}
