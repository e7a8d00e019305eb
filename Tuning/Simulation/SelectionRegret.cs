namespace Paretune.Tuning.Simulation;

/// <summary>
/// Points lost under noisy results. At each limit on one cost, the candidate with the highest observed accuracy is picked and then judged
/// by its true accuracy. Limits are spread log-uniformly: the lowest admits a fiftieth of the candidates, the highest is the cost of the
/// most accurate one, beyond which a limit changes nothing.
/// </summary>
/// <param name="truth">The true accuracy of each candidate.</param>
/// <param name="costs">The cost of each candidate.</param>
/// <param name="nothing">The accuracy if no candidate is within a limit: that of guessing.</param>
public sealed class SelectionRegret(double[] truth, double[] costs, double nothing)
{
    private const int Limits = 400;
    private const double PointsPerShare = 100;

    private readonly double[] _limits = Spread(truth, costs);

    /// <summary>Returns the points lost, averaged over all limits.</summary>
    /// <param name="seen">The candidates that were tried, with their observed accuracies.</param>
    public double Compute(IEnumerable<(int Candidate, double Accuracy)> seen)
    {
        var (picked, best) = (Picked([.. seen]), Picked([.. truth.Select((accuracy, candidate) => (candidate, accuracy))]));
        return PointsPerShare * picked.Zip(best, (mine, most) => Math.Max(0, most - mine)).Average();
    }

    /// <summary>Returns the true accuracy of the pick at each limit.</summary>
    private double[] Picked((int Candidate, double Accuracy)[] seen)
    {
        var ascending = seen.OrderBy(one => costs[one.Candidate]).ToList();
        var (picked, pick, at, most) = (new double[Limits], -1, 0, double.NegativeInfinity);
        for (var limit = 0; limit < Limits; limit++)
        {
            for (; at < ascending.Count && costs[ascending[at].Candidate] <= _limits[limit]; at++)
                if (ascending[at].Accuracy > most)
                    (pick, most) = (ascending[at].Candidate, ascending[at].Accuracy);
            picked[limit] = pick < 0 ? nothing : truth[pick];
        }

        return picked;
    }

    private static double[] Spread(double[] truth, double[] costs)
    {
        double[] ascending = [.. costs.Order()];
        var (least, most) = (ascending[ascending.Length / 50], costs[Array.IndexOf(truth, truth.Max())]);
        return [.. Enumerable.Range(0, Limits).Select(limit => least * Math.Pow(most / least, limit / (Limits - 1.0)) * (1 + 1e-12))];
    }
}
