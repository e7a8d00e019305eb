using Paretune.Client.Commands;
using Paretune.Client.Output;

namespace Paretune.Client.Tests.Commands;

public sealed class MlflowExportTests
{
    [Fact]
    public async Task Each_trial_becomes_a_finished_run_with_its_configuration_and_its_curve()
    {
        await using var server = await RecordedServer.Start();
        await using var mlflow = await MlflowStub.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "mlflow", "--mlflow", mlflow.Address.ToString());

        Assert.Equal((0, ""), (run.Code, run.Out));
        Assert.Empty(mlflow.Refused);
        Assert.Equal(["played abcd2345"], mlflow.Experiments.Keys);
        Assert.Equal(["trial-1", "trial-2", "trial-3", "trial-4"], mlflow.Runs.Values.Select(one => one.Name));
        var trial = server.Search.Trials[1];
        var sent = mlflow.Runs.Values.Single(one => one.Tags["paretune.trial"] == "abcd2345/2");
        Assert.Equal(("FINISHED", "completed"), (sent.Status, sent.Tags["paretune.state"]));
        Assert.Equal($"{trial.Configuration.Width}", sent.Parameters["width"]);
        Assert.Equal(
            server.Search.Detail(2)!.Curve.Select(report => ((long)report.Epoch, report.Accuracy)),
            sent.Metrics.Where(metric => metric.Key == "accuracy").Select(metric => (metric.Step, metric.Value)));
        Assert.Equal(trial.Macs, sent.Metrics.Single(metric => metric.Key == "macs").Value);
    }

    [Fact]
    public async Task What_was_extended_is_said_of_each_run()
    {
        await using var mlflow = await MlflowStub.Start();
        using var client = new MlflowServer(mlflow.Address, null);
        var played = new PlayedSearch();
        TrialDetail[] trials = [played.Detail(1)!, played.Detail(2)!];
        trials[1] = trials[1] with { Trial = trials[1].Trial with { Extensions = [2] } };

        await new MlflowExport(client, played.View with { SpaceExtensions = [1] }).Write(trials.ToAsyncEnumerable(), default);

        var runs = mlflow.Runs.Values.ToDictionary(run => run.Name);
        Assert.DoesNotContain(runs["trial-1"].Tags.Keys, key => key.Contains("xtension", StringComparison.Ordinal));
        Assert.Equal(
            ("2", "1"), (runs["trial-2"].Tags["paretune.extensions"], runs["trial-2"].Tags["paretune.spaceExtension"]));
    }

    [Fact]
    public async Task The_mean_of_a_trial_that_ran_again_is_a_tag_of_its_run()
    {
        await using var mlflow = await MlflowStub.Start();
        using var client = new MlflowServer(mlflow.Address, null);
        var played = new PlayedSearch();
        TrialDetail[] trials = [played.Detail(1)!, played.Detail(2)!];
        var estimate = new TrialEstimate(0.88, 0.87, 0.89, null, [0.9, 0.86]) { Decides = true };
        trials[1] = trials[1] with { Trial = trials[1].Trial with { Estimate = estimate } };

        await new MlflowExport(client, played.View).Write(trials.ToAsyncEnumerable(), default);

        var runs = mlflow.Runs.Values.ToDictionary(run => run.Name);
        Assert.DoesNotContain("paretune.mean", runs["trial-1"].Tags.Keys);
        Assert.Equal(
            ("0.88", "0.87", "0.89", "2"),
            (runs["trial-2"].Tags["paretune.mean"], runs["trial-2"].Tags["paretune.meanLow"], runs["trial-2"].Tags["paretune.meanHigh"],
                runs["trial-2"].Tags["paretune.runs"]));
        Assert.DoesNotContain("paretune.onFrontShare", runs["trial-2"].Tags.Keys);
    }

    [Fact]
    public async Task An_export_that_is_repeated_makes_nothing_twice()
    {
        await using var server = await RecordedServer.Start();
        await using var mlflow = await MlflowStub.Start();
        string[] export = ["search", "export", "abcd2345", "--format", "mlflow", "--mlflow", mlflow.Address.ToString()];

        await server.Run(export);
        var again = await server.Run(export);

        Assert.Equal(0, again.Code);
        Assert.Empty(mlflow.Refused);
        Assert.Equal((1, 4), (mlflow.Experiments.Count, mlflow.Runs.Count));
    }

    [Fact]
    public async Task More_metrics_than_a_call_may_hold_go_in_several_and_what_is_no_number_stays_out()
    {
        await using var mlflow = await MlflowStub.Start(token: "secret");
        using var client = new MlflowServer(mlflow.Address, "secret");
        var experiment = await client.Experiment("many", default);
        var run = await client.Run(experiment, "run", "tag", "value", DateTimeOffset.UnixEpoch.AddYears(50), default);

        await client.Log(
            run, [("key", "value")], [],
            Enumerable.Range(0, 2500).Select(
                step => new MlflowValue("loss", step == 7 ? double.NaN : step, DateTimeOffset.UnixEpoch, step)), default);

        var sent = mlflow.Runs[run];
        Assert.Empty(mlflow.Refused);
        Assert.Equal((3, 2499), (sent.Batches, sent.Metrics.Count));
        Assert.Equal(["key"], sent.Parameters.Keys);
    }

    [Fact]
    public async Task A_server_that_wants_a_token_says_so()
    {
        await using var server = await RecordedServer.Start();
        await using var mlflow = await MlflowStub.Start(token: "secret");

        var run = await server.Run("search", "export", "abcd2345", "--format", "mlflow", "--mlflow", mlflow.Address.ToString());

        Assert.Equal(2, run.Code);
        Assert.Contains("answered 401 to experiments/create: a token is needed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_with_a_password_is_refused_and_not_shown()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "mlflow", "--mlflow", "http://ann:s3cret@127.0.0.1:1");

        Assert.Equal(2, run.Code);
        Assert.Contains("MLFLOW_TRACKING_TOKEN", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_the_flag_is_asked_for()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "mlflow");

        Assert.Equal(2, run.Code);
        Assert.StartsWith("--mlflow: must be the address of an MLflow server", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var server = await RecordedServer.Start();

        // Nothing listens on port 1.
        var run = await server.Run("search", "export", "abcd2345", "--format", "mlflow", "--mlflow", "http://127.0.0.1:1");

        Assert.Equal(3, run.Code);
        Assert.StartsWith("--mlflow: no answer from http://127.0.0.1:1/", run.Error, StringComparison.Ordinal);
    }
}
