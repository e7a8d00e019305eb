using Paretune.Tuning.Formatting;
using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class CurveTableReaderTests
{
    [Fact]
    public async Task What_an_export_writes_is_read_back()
    {
        var truth = new CurveModel(candidates: 8, epochs: 5, seed: 4, diverging: 0.3);
        var spec = SimulatorTests.Spec(truth) with { Strategy = new StrategySpec("grid").With("first", "listed") };
        var run = Simulator.Run(spec, truth, new());

        var reading = Read(await Exported(run, spec));

        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Skipped);
        Assert.Equal(truth.Candidates.ToHashSet(), reading.Table!.Candidates.ToHashSet());
        foreach (var row in reading.Table.Rows)
            foreach (var (index, epoch) in row.Curve.Index())
            {
                var known = truth.At(truth.Candidates.IndexOf(row.Candidate), index + 1);
                Assert.Equal((known.Accuracy, known.ValidationLoss), (epoch.Accuracy, epoch.ValidationLoss));
                Assert.Equal(known.Seconds, epoch.Seconds, precision: 9);
            }
    }

    [Fact]
    public async Task An_export_has_the_training_loss_of_each_epoch()
    {
        var truth = new CurveModel(candidates: 8, epochs: 2, seed: 4);
        var spec = SimulatorTests.Spec(truth);
        var lines = (await Exported(Simulator.Run(spec, truth, new()), spec, report => report with { TrainLoss = 0.25 * report.Epoch }))
            .Split('\n');

        string Cell(string column) => lines[1].Split(',')[lines[0].Split(',').IndexOf(column)];
        Assert.Equal(("0.25", "0.5"), (Cell("trainLoss@1"), Cell("trainLoss@2")));
        Assert.NotEqual("0.5", Cell("loss@2"));
    }

    [Fact]
    public async Task A_table_that_was_read_gives_the_run_it_was_written_from()
    {
        var truth = new CurveModel(candidates: 20, epochs: 9, seed: 5);
        var spec = SimulatorTests.Spec(truth);
        var table = Read(await Exported(Simulator.Run(spec, truth, new()), spec)).Table!;
        var asha = spec with { Strategy = Sample.Asha() };

        var (one, other) = (Simulator.Run(asha, truth, new()), Simulator.Run(asha, table, new()));

        Assert.Equal(Ends(one), Ends(other));
    }

    [Fact]
    public async Task A_trainer_s_hyperparameters_are_read_as_numbers_and_words()
    {
        var truth = new CurveTable(
            [.. Lines.Candidates(Lines.Spec).Select(one => new CurveRow(
                one with { Cost = new(9, 0, 36) }, [new(0.5, 1, 1), new(0.6, 0.9, 1), new(0.7, 0.8, 1)]))], 2);
        var run = Simulator.Run(Lines.Spec, truth, new());

        var reading = Read(await Exported(run, Lines.Spec));

        Assert.Empty(reading.Errors);
        Assert.Equal(truth.Candidates.ToHashSet(), reading.Table!.Candidates.ToHashSet());
    }

    [Fact]
    public async Task A_trial_that_diverged_without_an_accuracy_is_written_and_read_back()
    {
        var truth = new CurveTable(
            [.. SimulatorTests.Table([0.5, 0.6, 0.7], [0.4, 0.5, 0.6]).Rows.Index().Select(row => row.Index == 0
                ? row.Item with { Curve = [row.Item.Curve[0], new(double.NaN, double.NaN, 10)] } : row.Item)], 2);
        var spec = SimulatorTests.Spec(truth);

        var reading = Read(await Exported(Simulator.Run(spec, truth, new()), spec));

        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Skipped);
        Assert.Equal(truth.Rows.SelectMany(row => row.Curve), reading.Table!.Rows.SelectMany(row => row.Curve));
    }

    [Theory]
    [InlineData("accuracy@1,loss@1,accuracy@2,loss@2\n0.5,1,NaN,NaN\n")]
    [InlineData("accuracy@1,loss@1,accuracy@2,loss@2\n0.5,1,,nan\n")]
    [InlineData("accuracy@1,loss@1,accuracy@2,loss@2\n0.5,1,0.1,NaN\n")]
    [InlineData("accuracy@1,loss@1,accuracy@2,loss@2,accuracy@3,loss@3\n0.5,1,NaN,NaN,NaN,NaN\n")]
    public void A_trial_that_diverged_stays(string text)
    {
        var reading = Read(text);

        Assert.Empty(reading.Errors);
        Assert.Equal([true, false], Assert.Single(reading.Table!.Rows).Curve.Select(epoch => double.IsFinite(epoch.ValidationLoss)));
    }

    [Fact]
    public void A_trial_that_was_stopped_is_left_out()
    {
        var reading = Read("width,accuracy@1,accuracy@2\n1,0.5,0.6\n0.5,0.4,\n");

        Assert.Single(reading.Skipped);
        Assert.Equal(1, Assert.Single(reading.Table!.Candidates).Configuration.Width);
    }

    [Fact]
    public void Empty_lines_are_skipped() =>
        Assert.Equal(2, Read("width,accuracy@1\n\n1,0.5\n\n0.5,0.4\n\n").Table!.Rows.Length);

    [Fact]
    public void Without_losses_the_most_accurate_epoch_is_kept()
    {
        var table = Read("width,parameters,accuracy@1,accuracy@2\n1,100,0.7,0.6\n").Table!;

        Assert.Equal([0.7], new FinalTruth(table).Accuracy.ToArray());
    }

    [Fact]
    public void Cells_in_quotes_may_hold_commas_quotes_and_line_ends()
    {
        var table = Read("reason,width,accuracy@1\n\"a, \"\"b\"\"\nc\",0.5,0.7\n").Table!;

        Assert.Equal(0.5, table.Candidates[0].Configuration.Width);
    }

    [Theory]
    [InlineData("width\n1\n", "line 1", "must have the columns accuracy@1")]
    [InlineData("", "line 1", "must have the columns accuracy@1")]
    [InlineData("accuracy@1,loss@1,accuracy@2\n0.1,1,0.2\n", "line 1", "a loss for each of 2 epochs")]
    [InlineData("accuracy@1,accuracy@2,loss@2\n0.1,0.2,1\n", "line 1", "a loss for each of 2 epochs or for none, but has no loss@1")]
    [InlineData("accuracy@1,accuracy@3\n0.1,0.2\n", "line 1", "an accuracy for each of 3 epochs, but has no accuracy@2")]
    [InlineData("accuracy@1,loss@1,loss@2\n0.1,1,1\n", "line 1", "an accuracy for each of 2 epochs, but has no accuracy@2")]
    [InlineData("accuracy@1,accuracy@x\n0.1,1\n", "line 1, accuracy@x", "must be accuracy@N, loss@N or trainLoss@N, where N is an epoch")]
    [InlineData("accuracy@1,loss@1\n0.1,abc\n", "line 2, loss@1", "a number, or NaN where training diverged, but is \"abc\"")]
    [InlineData("accuracy@1,loss@1\n0.1,\n", "line 2, loss@1", "a number, or NaN where training diverged, but is \"\"")]
    [InlineData("accuracy@1,loss@1\n0.1,Infinity\n", "line 2, loss@1", "a number, or NaN where training diverged, but is \"Infinity\"")]
    [InlineData("accuracy@1,loss@1\nNaN,0.5\n", "line 2, accuracy@1", "a number from 0 to 1, not a percentage, but is \"NaN\"")]
    [InlineData("accuracy@1,loss@1\n,0.5\n", "line 2, accuracy@1", "a number from 0 to 1, not a percentage, but is \"\"")]
    [InlineData("accuracy@1,accuracy@2,accuracy@3\n0.1,,0.3\n", "line 2, accuracy@3", "empty, because accuracy@2 is empty, but is \"0.3\"")]
    [InlineData(
        "accuracy@1,loss@1,accuracy@2,loss@2\n0.1,NaN,0.3,1\n", "line 2, accuracy@2", "empty, because loss@1 says that training diverged")]
    [InlineData("accuracy@1,width,width\n0.1,1,1\n", "line 1", "names width twice")]
    [InlineData("accuracy@1,width\n0.1\n", "line 2", "must have 2 cells")]
    [InlineData("accuracy@1\n85.2\n", "line 2, accuracy@1", "a number from 0 to 1, not a percentage, but is \"85.2\"")]
    [InlineData("accuracy@1,width\n0.5,wide\n", "line 2, width", "a number above 0 and at most 1, but is \"wide\"")]
    [InlineData("accuracy@1,parameters\n0.5,-3\n", "line 2, parameters", "a whole number of at least 0, but is \"-3\"")]
    [InlineData("accuracy@1,secondsPerEpoch\n0.5,0\n", "line 2, secondsPerEpoch", "a number above 0, but is \"0\"")]
    [InlineData("accuracy@1,width\n0.5,1\n0.6,1\n", "line 3", "must not have the configuration of line 2")]
    [InlineData("accuracy@1,accuracy@2\n0.5,\n", "table", "none of 1 rows is one")]
    public void What_is_wrong_is_said_with_its_line(string text, string field, string message)
    {
        var error = Assert.Single(Read(text).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static TableReadResult Read(string text) => CurveTableReader.Read(new StringReader(text), "dilated-separable", classes: 10);

    private static async Task<string> Exported(SimulatedRun run, SearchSpec spec, Func<Report, Report>? change = null)
    {
        var text = new StringWriter();
        var reports = run.Entries.OfType<EpochReported>().ToLookup(
            entry => entry.Report.Trial.Number, entry => change?.Invoke(entry.Report) ?? entry.Report);
        var details = run.Search.Trials()!.Value.Select(trial => new TrialDetail(trial, [.. reports[trial.Number]], [], null, []));
        await CurveCsv.Write(text, details.ToAsyncEnumerable(), spec);
        return text.ToString();
    }

    private static IEnumerable<(Configuration, TrialState, int)> Ends(SimulatedRun run) =>
        run.Search.Trials()!.Value.Select(trial => (trial.Configuration, trial.State, trial.Epochs));
}
