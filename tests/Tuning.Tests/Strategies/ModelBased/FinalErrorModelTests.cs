using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>The expected numbers were computed by a separate implementation in another language, with pivoting.</summary>
public sealed class FinalErrorModelTests
{
    private static readonly Features Here = new(3.0, 0.5, 0.7);

    [Fact]
    public void Without_a_trial_the_prior_predicts()
    {
        var prediction = new FinalErrorModel().Predict(Here, images: 0);

        Assert.Equal(0.3 + 0.8 * 3 - 0.8 * 0.7, prediction.Mean, precision: 12);
        Assert.Equal(Math.Sqrt(1 + 1.44 + 0.0225 + 0.1225 + 0.04), prediction.Deviation, precision: 12);
    }

    [Fact]
    public void Trials_that_went_to_the_end_teach_it()
    {
        var prediction = Taught().Predict(Here, images: 0);

        Assert.Equal(2.145588978934, prediction.Mean, precision: 9);
        Assert.Equal(0.130228220435, prediction.Deviation, precision: 9);
    }

    [Fact]
    public void An_end_that_is_only_expected_counts_half_and_makes_it_less_sure_until_it_is_forgotten()
    {
        var (model, parked, end) = (Taught(), new Features(3.1, 0.4, 0.5), new Prediction(2.6, 0.2));

        model.Expect(parked, end);
        var expecting = model.Predict(Here, images: 0);
        model.Forget(parked, end);

        Assert.Equal(2.161331843338, expecting.Mean, precision: 9);
        Assert.Equal(0.142570706328, expecting.Deviation, precision: 9);
        Assert.Equal(Taught().Predict(Here, images: 0).Mean, model.Predict(Here, images: 0).Mean, precision: 9);
    }

    [Fact]
    public void Few_validation_images_make_it_less_sure()
    {
        Assert.Equal(0.455994188052, Taught().Predict(Here, images: 50).Deviation, precision: 9);
        Assert.Equal(Taught().Predict(Here, images: 0), Taught().Predict(Here, images: 1_000_000));
    }

    [Fact]
    public void The_slope_is_what_a_lower_error_at_the_rung_brings()
    {
        var (model, less) = (Taught(), Here with { LogError = Here.LogError - 0.1, Fell = Here.Fell + 0.1 });

        var brought = model.Predict(Here, images: 0).Mean - model.Predict(less, images: 0).Mean;

        Assert.Equal(brought, 0.1 * model.Slope(knowsFall: true), precision: 9);
    }

    [Theory, InlineData(-3.0, 0.00134990), InlineData(-1.0, 0.15865525), InlineData(0.0, 0.5), InlineData(2.0, 0.97724987)]
    public void The_normal_distribution_is_that_of_the_tables(double place, double below)
    {
        Assert.Equal(below, NormalDistribution.Below(place), precision: 6);
        Assert.Equal(place, NormalDistribution.Quantile(below), precision: 3);
    }

    [Fact]
    public void An_expected_gain_is_the_mean_of_what_exceeds_the_line()
    {
        var (prediction, line) = (new Prediction(2.0, 0.3), 1.9);
        var (sum, random) = (0.0, new Random(1));
        for (var draw = 0; draw < 200_000; draw++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            sum += Math.Max(0, LogErrors.Accuracy(2.0 + 0.3 * normal) - LogErrors.Accuracy(line));
        }

        Assert.Equal(sum / 200_000, prediction.ExpectedGain(line), precision: 4);
        Assert.Equal(NormalDistribution.Below(-0.1 / 0.3), prediction.Chance(line), precision: 9);
        Assert.Equal(1, prediction.Chance(null));
    }

    private static FinalErrorModel Taught()
    {
        var model = new FinalErrorModel();
        model.Add(new(3.2, -1.5, 0.4), 2.8);
        model.Add(new(2.9, -0.5, 0.6), 2.2);
        model.Add(new(3.5, 0.2, 0.3), 3.1);
        model.Add(new(2.5, 1.1, 0.9), 1.4);
        model.Add(new(2.7, 1.6, 0.5), 2.0);
        return model;
    }
}
