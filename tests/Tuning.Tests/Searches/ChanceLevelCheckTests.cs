namespace Paretune.Tuning.Tests.Searches;

public sealed class ChanceLevelCheckTests
{
    private static readonly double Guessed = Math.Log(2);

    [Fact]
    public void A_trial_whose_loss_stays_at_that_of_guessing_did_not_learn_and_is_on_no_front()
    {
        var scene = new Scene(trials: 2, recipe: RecipeOptions.Former);
        scene.Train(scene.Lease()!, accuracy: 0.9);
        var dead = scene.Lease()!;

        Report(scene, dead, Guessed, Guessed, 1, 0);

        var trial = scene.Trial(2);
        Assert.Equal(
            (TrialState.Diverged, false,
                "did not learn: after 3 epochs the validation loss is 0.6931, and guessing gives ln(2) = 0.6931; try another learning rate "
                + "or more "
                + "epochs"),
            (trial.State, trial.OnFront, trial.Reason));
        Assert.Equal(1, scene.Search.Show()!.Optimum!.Trial);
        Assert.Equal((1, 1), (scene.Search.Show()!.Counts.Diverged, scene.Search.Show()!.Counts.DidNotLearn));
        Assert.Equal(TrialState.Diverged, scene.Replayed().Trial(2)!.State);
    }

    [Theory]
    [InlineData(0.9, 1, 0.5, 0.5)]  // the validation loss fell
    [InlineData(1, 0.9, 0.5, 0.5)]  // the training loss did
    [InlineData(1, 1, 0.9, 0.8)]    // classes are found
    [InlineData(1.2, 1.2, 0.5, 0.5)] // it is somewhere else
    public void Any_sign_of_learning_is_enough(double validation, double training, double first, double second)
    {
        var scene = new Scene(trials: 1, recipe: RecipeOptions.Former);

        Report(scene, scene.Lease()!, Guessed * training, Guessed * validation, first, second);

        Assert.Equal(TrialState.Completed, scene.Trial(1).State);
    }

    [Fact]
    public void A_search_from_before_recipes_is_judged_as_it_was_begun()
    {
        var scene = new Scene(trials: 1);

        Report(scene, scene.Lease()!, Guessed, Guessed, 1, 0);

        Assert.Equal(TrialState.Completed, scene.Trial(1).State);
    }

    [Fact]
    public void A_trial_that_ran_out_of_memory_once_says_that_its_batch_norm_saw_half_batches()
    {
        var scene = new Scene(trials: 1, recipe: RecipeOptions.Former);
        scene.Fail(scene.Lease()!, AttemptFailure.OutOfMemory);

        scene.Train(scene.Lease()!);

        Assert.Equal(
            (TrialState.Completed, "trained in micro-batches of 64, because the device ran out of memory; batch norm used their "
                + "statistics, "
                + "not those of 128 images"),
            (scene.Trial(1).State, scene.Trial(1).Reason));
    }

    private static void Report(Scene scene, Lease lease, double training, double validation, params double[] classes)
    {
        for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
            scene.Judge(Scene.Reported(lease, epoch) with
            {
                TrainLoss = training,
                ValidationLoss = validation,
                Accuracy = classes.Average(),
                ClassAccuracy = [.. classes],
            });
    }
}
