using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>A search's other pages, after a real training.</summary>
public sealed class TrialPageTests(Stage stage)
{
    [Fact]
    public async Task A_trial_shows_its_curve_classes_confusion_mistakes_attempts_and_log()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials/1");

        await window.Until(
            "() => document.querySelectorAll('.plot').length === 4 && [...document.querySelectorAll('.plot')].every(one => "
            + "one.data?.[0].x.length > 0)");
        await Expect(window.Page.Locator(".confusion tbody tr")).ToHaveCountAsync(10);
        var confusion = await window.Page.Locator(".confusion tbody td").AllInnerTextsAsync();
        Assert.Equal(200, confusion.Sum(int.Parse));
        await Expect(window.Page.Locator("main")).ToContainTextAsync("Receptive field");
        await Expect(window.Page.Locator("#attempts ~ .scroll tbody tr").First).ToContainTextAsync("completed");
        await Expect(window.Page.Locator(".log")).ToContainTextAsync("epoch 2: loss");
    }

    [Fact]
    public async Task The_output_of_a_program_comes_while_it_writes()
    {
        var trainer = Directory.CreateDirectory(Path.Combine(stage.Folder, "trainers", "writes")).FullName;
        var go = Path.Combine(stage.Folder, "go");
        await File.WriteAllTextAsync(Path.Combine(trainer, "trainer.yaml"), "command: [sh, train.sh]\ncollect: stdout\n");
        await File.WriteAllTextAsync(
            Path.Combine(trainer, "train.sh"),
            $$"""
            echo "before <the file> is there"
            until [ -e '{{go}}' ]; do sleep 0.1; done
            echo 'and after'
            echo '{"epoch": 1, "accuracy": 0.5, "loss": 1}'
            """);
        var search = await stage.Silo.Submit(new
        {
            name = "writes",
            trainer = "writes",
            space = new { learningRate = new[] { 0.1 } },
            epochs = 1,
        });

        await using var window = await stage.Open($"/searches/{search}/trials/1");
        var lines = window.Page.Locator("#output-lines");
        await Expect(lines).ToContainTextAsync("before <the file> is there");
        await Expect(lines).Not.ToContainTextAsync("and after");
        await File.WriteAllTextAsync(go, "");
        await Expect(lines).ToContainTextAsync("and after");
        await stage.Silo.Ended(search);

        await Expect(window.Page.Locator("[data-follow=output-lines]")).ToHaveCountAsync(0);
        await Expect(window.Page.GetByText("Open the output (at most its last 10 MB)"))
            .ToHaveAttributeAsync("href", $"/api/searches/{search}/trials/1/output?attempt=1");
    }

    [Fact]
    public async Task A_cell_of_the_confusion_table_shows_its_images_and_stands_in_the_address()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials/1");
        var tiles = window.Page.Locator(".tiles li");
        var evaluation = (await stage.Silo.Http.GetFromJsonAsync<TrialEvaluation>(
            $"/api/searches/{stage.Trained}/trials/1/evaluation", ParetuneJson.Options))!;
        var all = evaluation.Mistakes.Length;
        var (pair, kept) = evaluation.Mistakes.CountBy(one => (one.Class, one.Predicted)).MaxBy(one => one.Value);
        Assert.InRange(kept, 1, all - 1);
        await Expect(tiles).ToHaveCountAsync(all);

        await window.Page.Locator(
            $".confusion a[aria-label$=' of {evaluation.Classes[pair.Class]} classified as {evaluation.Classes[pair.Predicted]}']")
            .ClickAsync();

        await Expect(window.Page.Locator(".confusion a[aria-current]")).ToHaveCountAsync(1);
        await Expect(tiles).ToHaveCountAsync(kept);
        Assert.Contains("predicted=", window.Page.Url, StringComparison.Ordinal);
        await window.Text("Show all mistakes").ClickAsync();
        await Expect(tiles).ToHaveCountAsync(all);
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator(".confusion a[aria-current]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Each_tile_is_cut_from_the_sheet_that_the_trial_keeps()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials/1");
        var second = window.Page.Locator(".tile").Nth(1);

        var position = await second.EvaluateAsync<string>("one => getComputedStyle(one).backgroundPosition");
        var loaded = await window.Page.EvaluateAsync<int>(
            "async path => (await createImageBitmap(await (await fetch(path)).blob())).width",
            $"/api/searches/{stage.Trained}/trials/1/mistakes");

        Assert.Equal("-96px 0px", position);
        Assert.Equal(8 * 64, loaded);
    }

    [Fact]
    public async Task A_log_follows_its_end_until_its_reader_scrolls_up()
    {
        var id = await stage.Simulate(
            "followed", epochSeconds: 0.2, epochs: 100, new { dilation = new[] { 1 }, width = new[] { 1 } });
        await using var window = await stage.OpenSimulated($"/searches/{id}/trials/1");
        await window.Until(
            "() => { const log = document.getElementById('log-lines'); return log && log.scrollHeight > log.clientHeight + 100; }");
        await window.Until(AtEnd);

        // A new line appears before the scroll event.
        await window.Page.EvaluateAsync("""
            () => {
                const log = document.getElementById('log-lines'), line = document.createElement('i');
                log.scrollTop = 0;
                log.append(line);
                line.remove();
            }
            """);
        await Expect(window.Field("Follow")).Not.ToBeCheckedAsync();
        var lines = await window.Page.Locator("#log-lines > span").CountAsync();
        await window.Until("before => document.querySelectorAll('#log-lines > span').length > before", lines);
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("() => document.getElementById('log-lines').scrollTop"));

        await window.Field("Follow").CheckAsync();
        await window.Until(AtEnd);
        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/cancel", null);
    }

    private const string AtEnd =
        "() => { const log = document.getElementById('log-lines'); return log.scrollHeight - log.scrollTop - log.clientHeight < 8; }";

    [Fact]
    public async Task A_picture_of_ones_own_is_classified_and_what_is_none_is_refused_in_words()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials/1");
        var picture = await stage.Silo.Http.GetByteArrayAsync($"/api/searches/{stage.Trained}/trials/1/mistakes");

        await window.Page.SetInputFilesAsync(
            ".drop input", new FilePayload { Name = "mine.png", MimeType = "image/png", Buffer = picture });

        await Expect(window.Page.Locator(".answer tbody tr")).ToHaveCountAsync(5);
        await window.Until("() => document.querySelector('.answer img').naturalWidth > 0");
        await window.Page.SetInputFilesAsync(
            ".drop input", new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no picture"u8.ToArray() });
        await Expect(window.Page.Locator(".notice").Filter(new() { HasText = "notes.txt could not be classified" })).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".answer")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_model_is_a_file_that_is_taken_away()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials/1");

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByText("Model (safetensors)").ClickAsync());

        Assert.Equal($"{stage.Trained}-1.safetensors", download.SuggestedFilename);
        Assert.True(new FileInfo((await download.PathAsync())!).Length > 100_000);
    }

    [Fact]
    public async Task Trials_chosen_in_the_table_are_compared()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials");
        await window.Page.GetByLabel("Choose trial 1").CheckAsync();
        await window.Page.GetByLabel("Choose trial 2").CheckAsync();

        await window.Page.Locator(".selection").GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();

        await Expect(window.Page.Locator("thead th")).ToHaveCountAsync(3);
        await Expect(window.Page.Locator("tbody tr", new() { HasText = "δ" }).Locator("strong"))
            .ToHaveTextAsync(["1", "2"]);
        await window.Until(
            "() => document.querySelectorAll('.plot').length === 2 && [...document.querySelectorAll('.plot')].every(one => "
            + "one.data?.length === 2)");
    }

    [Fact]
    public async Task The_curves_of_a_selection_stand_in_the_address()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/curves?trials=2");

        await window.Until(
            "() => document.querySelector('.plot')?.data?.length === 1 && document.querySelectorAll('.plot')[1]?.data?.length === 2");
        Assert.Equal("2", await window.Page.EvaluateAsync<string>("() => document.querySelector('.plot').data[0].customdata[0]"));
        await window.Page.GetByLabel("Trials", new() { Exact = true }).FillAsync("1,2");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Until("() => document.querySelector('.plot')?.data?.length === 2");
        Assert.Contains("trials=1%2C2", window.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_searches_are_compared_by_their_fronts()
    {
        var one = await stage.Simulate("one", epochSeconds: 0.05, epochs: 1);
        var other = await stage.Simulate("the other", epochSeconds: 0.05, epochs: 2);
        await stage.Simulated.Ended(one);
        await stage.Simulated.Ended(other);

        await using var window = await stage.OpenSimulated($"/compare?searches={one},{other}");

        await window.Until("() => document.querySelector('.plot')?.data?.length === 2");
        await Expect(window.Page.Locator("tbody tr", new() { HasText = "Epochs of a trial" }).Locator("td"))
            .ToHaveTextAsync(["1", "2"]);
        await Expect(window.Page.Locator(".notice")).ToContainTextAsync("The numbers of epochs differ (1, 2)");
        await window.Field("Show all rows").CheckAsync();
        await Expect(window.Page.Locator("tbody tr", new() { HasText = "Dataset" })).ToBeVisibleAsync();
        Assert.EndsWith("rows=all", window.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_shows_in_grey_what_other_searches_ran_meanwhile()
    {
        var other = await stage.Simulate("in grey", epochSeconds: 0.1, epochs: 10);
        var own = await stage.Simulate("coloured", epochSeconds: 0.1, epochs: 2);
        await stage.Simulated.Ended(own);
        await stage.Simulated.Http.PostAsync($"/api/searches/{other}/cancel", null);

        await using var window = await stage.OpenSimulated($"/searches/{own}/devices");

        await window.Until(
            "() => document.querySelector('.plot')?.data?.[0].hovertext?.some(text => text.includes(' of in grey, '))");
        await Expect(window.Page.Locator(".chart .summary")).ToContainTextAsync("Grey: ");
    }

    [Fact]
    public async Task The_cluster_page_shows_the_device_with_its_last_hour_what_it_trains_and_the_queue_by_names()
    {
        var id = await stage.Simulate("on a device", epochSeconds: 0.5);
        await using var window = await stage.OpenSimulated("/cluster");

        await Expect(window.Page.Locator(".devices li")).ToContainTextAsync("of on a device", new() { Timeout = 20_000 });
        await Expect(window.Page.Locator(".devices svg")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("#queue ~ .scroll tbody tr").First).ToContainTextAsync("on a device");
        await Expect(window.Page.Locator("#silos + .scroll tbody tr")).ToHaveCountAsync(1);
        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/cancel", null);
    }

    [Fact]
    public async Task The_data_sets_page_counts_classes_and_shows_images()
    {
        await using var window = await stage.Open("/datasets");

        await window.Text("Classes and samples").ClickAsync();

        await Expect(window.Page.Locator("details tbody tr").First.Locator("td").First).ToHaveTextAsync("200");
        await window.Until("() => document.querySelector('img.samples').naturalWidth > 0");
    }

    [Fact]
    public async Task The_file_view_offers_files_that_are_there()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/file");

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Text("Trials as CSV").ClickAsync());

        Assert.Equal(3, (await File.ReadAllLinesAsync((await download.PathAsync())!)).Length);
        await Expect(window.Page.Locator("pre")).ToContainTextAsync("dataset: shapes");
    }
}
