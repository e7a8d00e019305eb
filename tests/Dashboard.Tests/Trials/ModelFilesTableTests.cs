using Bunit;
using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class ModelFilesTableTests : BunitContext
{
    [Fact]
    public void Each_file_has_its_download_and_says_how_often_it_answers_as_fp32()
    {
        var row = Table(int8Milliseconds: 1).FindAll("tbody tr")[1];

        Assert.Equal(["ONNX int8", "34,567", "89.00 %", "97.50 %", "1.000 ms", "Download"], row.Children.Select(cell => cell.TextContent));
        Assert.Equal("/model?format=onnx-int8", row.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void The_weights_are_offered_with_their_size()
    {
        var row = Table(int8Milliseconds: 1).FindAll("tbody tr")[^1];

        Assert.Equal(["safetensors (weights)", "120,000", "90.00 %"], row.Children.Select(cell => cell.TextContent).Take(3));
        Assert.Equal("/model", row.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void An_export_that_failed_says_why_and_the_weights_are_still_offered()
    {
        var table = Render<ModelFilesTable>(with => with.Add(one => one.Address, "/model").Add(one => one.WeightBytes, 1000).Add(
            one => one.Exports, new()
            {
                Opset = 17,
                Runtime = "ONNX Runtime 1",
                Processor = "a processor",
                Images = 0,
                TorchAccuracy = 0.5,
                Files = [],
                Error = "the disk is full",
            }));

        Assert.Equal("The model could not be exported to ONNX: the disk is full", table.Find(".notice").TextContent);
        Assert.Single(table.FindAll("tbody tr"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_of_the_front_are_announced_until_the_search_has_ended(bool hasEnded)
    {
        var table = Render<ModelFilesTable>(with => with.Add(one => one.Address, "/model").Add(one => one.HasEnded, hasEnded).Add(
            one => one.Exports, new()
            {
                Opset = 17,
                Runtime = "ONNX Runtime 1",
                Processor = "a processor",
                Images = 100,
                TorchAccuracy = 0.5,
                Files = [new(Precision.Fp32, 123_456, 0.9, 0.000002, null)],
            }));

        Assert.Equal(!hasEnded, table.Markup.Contains("trials on the front get fp16 and int8 files", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_int8_is_slower_fp32_is_recommended()
    {
        var (slow, fast) = (Table(int8Milliseconds: 2.5), Table(int8Milliseconds: 1));

        Assert.StartsWith(
            "int8 is slower than fp32 on a processor: it takes 2.0 times as long. Use fp32 there", slow.Find(".notice").TextContent,
            StringComparison.Ordinal);
        Assert.Empty(fast.FindAll(".notice"));
    }

    [Fact]
    public void Layers_that_compute_in_float_are_named()
    {
        var table = Table(int8Milliseconds: 1);

        Assert.Contains(
            "int8: 2 layers compute in fp32, because int8 would change predictions: module1.pointwise, fc.", table.Markup,
            StringComparison.Ordinal);
    }

    private IRenderedComponent<ModelFilesTable> Table(double int8Milliseconds) => Render<ModelFilesTable>(with => with
        .Add(table => table.Address, "/model")
        .Add(table => table.WeightBytes, 120_000)
        .Add(table => table.Exports, new()
        {
            Opset = 17,
            Runtime = "ONNX Runtime 1",
            Processor = "a processor",
            Images = 1_000,
            TorchAccuracy = 0.9,
            Files =
            [
                new(Precision.Fp32, 123_456, 0.9, 0.000002, new(Precision.Fp32, 1.25, 1.2, 1.5, 80)) { Agreement = 1 },
                new(Precision.Int8, 34_567, 0.89, 0.25, new(Precision.Int8, int8Milliseconds, 1, 3, 80))
                {
                    Agreement = 0.975,
                    InFloat = ["module1.pointwise", "fc"],
                },
            ],
        }));
}
