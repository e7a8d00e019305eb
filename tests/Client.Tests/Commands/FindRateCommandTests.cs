using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Paretune.Tuning.Rates;

namespace Paretune.Client.Tests.Commands;

/// <summary>Runs the console with a fake dotnet that builds nothing and prints what the silo's program would.</summary>
public sealed class FindRateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-find-rate");

    private string Asked => Path.Combine(_folder.FullName, "asked");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_suggestion_its_course_and_progress_are_told_and_drawn()
    {
        var picture = Path.Combine(_folder.FullName, "rate.svg");

        var run = await ConsoleRun.Run(
            ["model", "find-rate", "--dataset", "cifar10", "--network", "mobilenet", "--batch-size", "64", "--svg", picture],
            dotnet: DotNet(Falling()));

        Assert.Equal(0, run.Code);
        Assert.Contains("suggested learning rate 0.", run.Out);
        Assert.Contains("for mobilenet on cifar10 at batch 64: the middle of the longest fall", run.Out);
        Assert.Contains("step 50 of 100, learning rate ", run.Error);
        Assert.Contains($"plot written to {picture}", run.Error);
        var texts = XDocument.Load(picture).Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value).ToList();
        Assert.Contains("Loss by learning rate: mobilenet on cifar10, batch 64", texts);
        Assert.Contains(texts, text => text.StartsWith("suggested 0.", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", await File.ReadAllTextAsync(picture));
    }

    [Fact]
    public async Task Programs_get_every_step_and_the_silo_gets_the_search_and_the_range()
    {
        var run = await ConsoleRun.Run(
            ["model", "find-rate", "--dataset", "cifar10", "--optimizer", "sgd", "--from", "0.001", "--steps", "100", "--output", "json"],
            dotnet: DotNet(Falling()));

        var found = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((100, "dilated-separable"), (found.GetProperty("steps").GetArrayLength(), found.GetProperty("network").GetString()));
        Assert.InRange(found.GetProperty("suggestion").GetDouble(), 1e-4, 0.1);
        using var asked = JsonDocument.Parse((await File.ReadAllTextAsync(Asked)).Trim());
        Assert.Equal("sgd", asked.RootElement.GetProperty("search").GetProperty("space").GetProperty("optimizer")[0].GetString());
        Assert.Equal(0.001, asked.RootElement.GetProperty("range").GetProperty("from").GetDouble());
    }

    [Fact]
    public async Task What_the_silo_refuses_is_told_as_it_says_it()
    {
        var run = await ConsoleRun.Run(
            ["model", "find-rate", "--dataset", "nowhere"], dotnet: DotNet([], "paretune: dataset: unknown dataset nowhere", exit: 2));

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("paretune: dataset: unknown dataset nowhere", run.Error);
    }

    [Fact]
    public async Task A_loss_that_never_fell_suggests_nothing_and_is_a_failure()
    {
        var run = await ConsoleRun.Run(
            ["model", "find-rate", "--dataset", "cifar10"], dotnet: DotNet(Course(_ => 2.3)));

        Assert.Equal(1, run.Code);
        Assert.Contains("no suggestion for dilated-separable on cifar10: the loss did not fall", run.Out);
    }

    [Theory]
    [InlineData("--dataset: required", "--network", "mobilenet")]
    [InlineData("--network: must be a single value", "--dataset", "cifar10", "--network", "mobilenet,vgg16")]
    [InlineData("--to: must be above the rate of the first step, 2, but is 1", "--dataset", "cifar10", "--from", "2")]
    [InlineData("--steps: must be from 20 to 10000, but is 3", "--dataset", "cifar10", "--steps", "3")]
    [InlineData("unknown option \"--learning-rate\"", "--dataset", "cifar10", "--learning-rate", "0.1")]
    public async Task What_cannot_be_tested_is_refused_before_anything_is_started(string message, params string[] flags)
    {
        var run = await ConsoleRun.Run(["model", "find-rate", .. flags], dotnet: DotNet(Falling()));

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
        Assert.False(File.Exists(Asked));
    }

    private static IEnumerable<RatePoint> Falling() =>
        Course(rate => 2.3 - Math.Clamp(Math.Log10(rate) + 5, 0, 3) / 3 + Math.Max(0, Math.Log10(rate) + 1) * 5);

    private static IEnumerable<RatePoint> Course(Func<double, double> loss) => Enumerable.Range(0, 100).Select(
        step => new RatePoint(step + 1, RateRange.Default.At(step), loss(RateRange.Default.At(step))));

    private string DotNet(IEnumerable<RatePoint> points, string error = "", int exit = 0)
    {
        var lines = points.Select(point => JsonSerializer.Serialize(point, ParetuneJson.Options)).ToList();
        File.WriteAllLines(Path.Combine(_folder.FullName, "points"), lines);
        var program = Path.Combine(_folder.FullName, "dotnet");
        File.WriteAllText(program, string.Create(CultureInfo.InvariantCulture, $"""
            #!/bin/sh
            if [ "$1" = build ]; then exit 0; fi
            printf '%s' "$3" > '{Asked}'
            cat '{_folder.FullName}/points'
            if [ -n '{error}' ]; then echo '{error}' >&2; fi
            exit {exit}
            """));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }
}
