using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// A task of TaskSet (Metz et al., "Using a thousand optimization tasks to learn hyperparameter search strategies", 2020): real curves that
/// fluctuate and cross. The configurations are those of one optimizer on one network, so all have the same size. The accuracy is e^−loss,
/// the geometric mean of the probabilities of the right answers. Near the best loss, 0.42, a point of accuracy is 0.015 of loss.
/// </summary>
internal static class TaskSet
{
    private const int FirstLoss = 8, Losses = 51;
    private const long Parameters = 1_000_000;
    private static readonly string File = TableFile.Handed("taskset-GRU64-imdb.csv.gz");

    public static EfficiencyTable Table { get; } = new(
        "TaskSet", "1,000 optimizer configurations for a GRU on IMDB, 51 losses each, accuracy = e^−loss", ["accuracy"], [File], () =>
        {
            var table = Read();
            return _ => table;
        });

    private static CurveTable Read() => new([.. TableFile.Csv(File).Index().Select(row => Row(row.Index, row.Item))], classes: 2);

    private static CurveRow Row(int number, string[] cells) => Rows.Create(
        number,
        cells[FirstLoss..(FirstLoss + Losses)].Select(TableFile.Number).Select(loss => new EpochTruth(Math.Exp(-loss), loss, Seconds: 1)),
        Parameters);
}
