using System.Text.Json;
using Bunit;
using Paretune.Dashboard.Pages;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class TrialPageTests(Api api) : PageTest(api)
{
    private static readonly TrialEvaluation Evaluation = new()
    {
        Classes = ["cat", "dog"],
        Confusion = [[9, 1], [0, 10]],
        Confused = [new(0, 1, 1)],
        Images = 20,
        Accuracy = 0.95,
        Mistakes = [],
        TileSize = 64,
        Columns = 8,
    };

    [Fact]
    public async Task Files_that_the_test_adds_are_shown_without_reloading()
    {
        var id = await Api.Submit("tested under a page");
        var test = await Api.Train(id);
        var number = test.Trial.Number;
        Keep(TrialFile.Evaluation(test.Trial, 1), Evaluation);
        Keep(TrialFile.Exports(test.Trial, 1), Exports(Precision.Fp32));
        var page = Open<TrialPage>($"/searches/{id}/trials/{number}", with => with.Add(one => one.Id, id).Add(one => one.Number, number));
        page.WaitForAssertion(() => Assert.Contains("When the search completes, trials on the front get fp16 and int8 files", page.Markup));

        Keep(TrialFile.Exports(test.Trial, 1), Exports(Precision.Fp32, Precision.Fp16, Precision.Int8));
        await Api.Grains.GetGrain<ITrialGrain>(test.Trial.ToString()).Signal(Api.Tested(test));

        page.WaitForAssertion(() => Assert.Contains("ONNX int8", page.Markup));
    }

    [Fact]
    public async Task A_model_that_could_not_be_exported_is_not_offered_as_onnx()
    {
        var id = await Api.Submit("without a file");
        var trial = (await Api.Train(id)).Trial;
        Keep(TrialFile.Evaluation(trial, 1), Evaluation);
        Keep(TrialFile.Exports(trial, 1), Exports() with { Error = "its logits must be torch's" });

        var page = Open<TrialPage>(
            $"/searches/{id}/trials/{trial.Number}", with => with.Add(one => one.Id, id).Add(one => one.Number, trial.Number));

        page.WaitForAssertion(() => Assert.Contains("could not be exported to ONNX: its logits", page.Markup));
        Assert.DoesNotContain(page.FindAll("a"), link => link.GetAttribute("href")!.EndsWith("format=onnx", StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), link => link.GetAttribute("href")!.EndsWith("/card", StringComparison.Ordinal));
    }

    private void Keep<T>(TrialFile file, T content) => Api.Files.Left[file] = JsonSerializer.Serialize(content, ParetuneJson.Options);

    private static ModelExports Exports(params Precision[] precisions) => new()
    {
        Opset = 17,
        Runtime = "ONNX Runtime 1",
        Processor = "a processor",
        Images = 20,
        TorchAccuracy = 0.95,
        Files = [.. precisions.Select(precision => new ModelExport(precision, 1000, Accuracy: 0.95, MaxDifference: 0, Latency: null))],
    };
}
