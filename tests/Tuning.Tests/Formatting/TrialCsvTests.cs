using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class TrialCsvTests
{
    private const string Columns =
        "number,dilation,width,resolution,learningRate,weightDecay,batchSize,state,attempt,epochs,bestEpoch,accuracy,"
        + "validationLoss,testAccuracy,parameters,macs,bytes,onFront,secondsPerEpoch,reason,network,"
        + "fileBytes,latency,topFive,testTopFive,top5Error,soFar,balancedAccuracy,testBalancedAccuracy";

    private const string Recipe = "schedule,warmup,augmentation,labelSmoothing,optimizer,momentum,ema,progressive";

    [Fact]
    public async Task A_trainer_s_own_hyperparameters_are_the_last_columns()
    {
        var configurations = Lines.Configurations(Lines.Spec.Space).Select(one => one with { LearningRate = 1e-8 });

        var lines = await Written(configurations.Index().Select(one => Trial(one.Index + 1, "lines", one.Item)));

        Assert.Equal($"{Columns},schedule,warmup,channels,dropout,pooling", lines[0]);
        Assert.Equal("1,1,1,1,1E-08,0,128,completed,1,3,,0.5,,,100,0,400,true,,,lines,,,,,,false,,,cosine,0.05,32,0.1,mean", lines[1]);
        Assert.EndsWith(",8,0.1,max", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_of_networks_have_their_recipe_after_the_columns_of_before()
    {
        var recipe = RecipeOptions.Former with
        {
            Schedule = Schedule.OneCycle,
            Augmentation = Augmentation.None,
            Ema = 0.99,
            Progressive = 0.6,
        };

        var lines = await Written(
            [Trial(1, "vgg16", Sample.Configuration()), Trial(2, "vgg16", Sample.Configuration() with { Recipe = recipe })]);

        Assert.Equal($"{Columns},{Recipe}", lines[0]);
        Assert.EndsWith(",,,,,,,,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",oneCycle,0.05,none,0,adam,0,0.99,0.6", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_trials_are_the_columns_alone() => Assert.Equal([$"{Columns},{Recipe}"], await Written([]));

    private static async Task<string[]> Written(IEnumerable<TrialView> trials)
    {
        var text = new StringWriter { NewLine = "\n" };
        await TrialCsv.Write(text, [.. trials], MetricTable.Default);
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static TrialView Trial(int number, string network, Configuration configuration) => new()
    {
        Number = number,
        Configuration = configuration,
        State = TrialState.Completed,
        Attempt = 1,
        Epochs = 3,
        BestEpoch = null,
        Accuracy = 0.5,
        ValidationLoss = null,
        TestAccuracy = null,
        Parameters = 100,
        Macs = 0,
        Bytes = 400,
        OnFront = true,
        Reason = "",
        Network = network,
    };
}
