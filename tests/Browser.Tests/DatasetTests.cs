using System.IO.Compression;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>Datasets imported and deleted on their page.</summary>
public sealed class DatasetTests(Stage stage)
{
    // Red, 16×16.
    private static readonly byte[] Image = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mM4ISdHEmIY1TCqYfhqAADk"
        + "YgQQ6ZuA8QAAAABJRU5ErkJggg==");

    [Fact]
    public async Task An_archive_is_imported_and_deleted_once_that_is_confirmed()
    {
        await using var window = await stage.OpenSimulated("/datasets");
        await window.Text("Import an archive").ClickAsync();

        await window.Field("Name").FillAsync("brought");
        await window.Page.SetInputFilesAsync("input[type=file]", new FilePayload
        {
            Name = "brought.zip",
            MimeType = "application/zip",
            Buffer = Archive(),
        });
        await window.Page.Locator("form[data-upload]").GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        var section = window.Page.Locator("section").Filter(new() { Has = window.Page.Locator("#brought") });
        await Expect(section).ToContainTextAsync("2 each");
        await window.Go("/datasets"); // Returns once the reloaded page accepts clicks.

        await section.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(window.Text("No search uses it.")).ToBeVisibleAsync();
        await window.Button("Delete the dataset").ClickAsync();

        await Expect(section).ToHaveCountAsync(0);
        Assert.DoesNotContain("brought", await stage.Simulated.Http.GetStringAsync("/api/datasets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_names_the_searches_that_use_it()
    {
        await using var window = await stage.Open("/datasets");

        await Expect(window.Page.Locator(".users a", new() { HasText = "really trained" }))
            .ToHaveAttributeAsync("href", $"/searches/{stage.Trained}");
    }

    private static byte[] Archive()
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in new[] { "cat/1.png", "cat/2.png", "cat/3.png", "dog/1.png", "dog/2.png", "dog/3.png" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Image);
            }

        return archive.ToArray();
    }
}
