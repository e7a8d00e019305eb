using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

public sealed class RungTrainingSetTests
{
    private static readonly Features Here = new(3.0, 0, 0);

    private readonly FrontRung _first = new(epochs: 1, costs: 0), _second = new(epochs: 3, costs: 0);

    [Fact]
    public void A_trial_that_is_parked_at_a_later_rung_teaches_the_earlier_ones_once_another_completes()
    {
        var (teaching, parked, completed) = (new RungTrainingSet([_first, _second]), Trial(3, 0.1), Trial(9, 0.5));

        teaching.Park(parked, _second, images: 0);
        Assert.Equal(new FinalErrorModel().Predict(Here, 0), _first.Model.Predict(Here, 0));

        teaching.Complete(completed);
        var taught = new FinalErrorModel();
        taught.Expect(_first.FeaturesOf(parked), new FinalErrorModel().Predict(parked.Parked, 0));
        taught.Add(_first.FeaturesOf(completed), completed.LogError);
        Assert.Equal(taught.Predict(Here, 0), _first.Model.Predict(Here, 0));
    }

    [Fact]
    public void Once_it_completes_its_own_end_takes_the_place_of_the_expected_one()
    {
        var (teaching, trial, other) = (new RungTrainingSet([_first, _second]), Trial(9, 0.5), Trial(9, 0.4));
        teaching.Park(trial, _second, images: 0);
        teaching.Complete(other);

        teaching.Complete(trial);

        AssertTaught(other, trial);
    }

    [Fact]
    public void A_rung_whose_model_is_renewed_is_taught_all_again_and_forgets_what_it_must()
    {
        var (start, parked, other, another) = (new FrontRung(epochs: 0, costs: 0), Trial(3, 0.1), Trial(9, 0.5), Trial(9, 0.6));
        var teaching = new RungTrainingSet([start, _second]);
        teaching.Park(parked, _second, images: 0);
        teaching.Complete(other);
        var was = start.Model;

        start.Renew(terms: 0);
        teaching.Renew(start, was, [other]);

        Assert.NotSame(was, start.Model);
        Assert.Equal(was.Predict(Here, 0).Mean, start.Model.Predict(Here, 0).Mean, precision: 9);
        teaching.Forget(parked);
        teaching.Complete(another);
        var taught = new FrontRung(epochs: 0, costs: 0);
        taught.Teach(other);
        taught.Teach(another);
        Assert.Equal(taught.Model.Predict(Here, 0).Mean, start.Model.Predict(Here, 0).Mean, precision: 9);
    }

    [Fact]
    public void One_that_comes_to_grief_is_forgotten()
    {
        var (teaching, trial, other, another) = (new RungTrainingSet([_first, _second]), Trial(3, 0.1), Trial(9, 0.5), Trial(9, 0.6));
        teaching.Park(trial, _second, images: 0);
        teaching.Complete(other);

        teaching.Forget(trial);
        teaching.Complete(another);

        AssertTaught(other, another);
    }

    private void AssertTaught(params FrontTrial[] completed)
    {
        var taught = new FinalErrorModel();
        foreach (var trial in completed)
            taught.Add(_first.FeaturesOf(trial), trial.LogError);
        Assert.Equal(taught.Predict(Here, 0).Mean, _first.Model.Predict(Here, 0).Mean, precision: 9);
    }

    private static FrontTrial Trial(int epochs, double accuracy)
    {
        var trial = new FrontTrial(1, new("dilated-separable", Sample.Configuration(), new(1, 1, 1))) { Costs = [] };
        for (var epoch = 1; epoch <= epochs; epoch++)
            trial.Take(Report(epoch, accuracy), accuracy, ChanceLevel.None);
        return trial;
    }

    private static Report Report(int epoch, double accuracy) => new()
    {
        Trial = new(new("abcd1234"), 1),
        Attempt = 1,
        Epoch = epoch,
        TrainLoss = 1,
        TrainAccuracy = accuracy,
        ValidationLoss = 1.0 / epoch,
        Accuracy = accuracy,
        LearningRate = 0.1,
        Seconds = 1,
        ImagesPerSecond = 1,
        PeakMemoryBytes = 1,
    };
}
