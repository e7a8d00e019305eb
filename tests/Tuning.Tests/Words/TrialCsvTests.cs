using Paretune.Tuning.Metrics;
using Paretune.Tuning.Words;

namespace Paretune.Tuning.Tests.Words;

public sealed class TrialCsvTests
{
    private const string Columns =
        "number,dilation,width,resolution,learningRate,weightDecay,batchSize,state,attempt,epochs,bestEpoch,accuracy,"
        + "validationLoss,testAccuracy,parameters,macs,bytes,onFront,secondsPerEpoch,reason,network,"
        + "fileBytes,latency,topFive,testTopFive,top5Error,soFar";

    [Fact]
    public async Task A_trainer_s_own_hyperparameters_are_the_last_columns()
    {
        var configurations = Lines.Configurations(Lines.Spec.Space).Select(one => one with { LearningRate = 1e-8 });

        var lines = await Written(configurations.Index().Select(one => Trial(one.Index + 1, "lines", one.Item)));

        Assert.Equal($"{Columns},channels,dropout,pooling", lines[0]);
        Assert.Equal("1,1,1,1,1E-08,0,128,completed,1,3,,0.5,,,100,0,400,true,,,lines,,,,,,false,32,0.1,mean", lines[1]);
        Assert.EndsWith(",8,0.1,max", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_of_networks_have_no_more_columns_than_before() =>
        Assert.Equal(Columns, (await Written([Trial(1, "vgg16", Sample.Configuration())]))[0]);

    [Fact]
    public async Task No_trials_are_the_columns_alone() => Assert.Equal([Columns], await Written([]));

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
