using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

public sealed class LeftoversTests
{
    private static readonly TrialId Trial = new(new("abcd1234"), 3);

    [Theory]
    [InlineData(TrialState.Completed)]
    [InlineData(TrialState.Stopped)]
    [InlineData(TrialState.Diverged)]
    public void Of_a_trial_that_a_report_ended_only_the_model_of_that_attempt_stays_and_what_goes_with_it(TrialState state)
    {
        var files = Files(
            "1/epoch-2.ckpt", "1/model.safetensors", "1/evaluation.json", "1/mistakes.png",
            "2/epoch-3.ckpt", "2/epoch-4.ckpt", "2/model.safetensors", "2/evaluation.json", "2/mistakes.png", "2/epoch-4.ckpt.part");

        Assert.Equal(["2/model.safetensors", "2/evaluation.json", "2/mistakes.png"], Stay(View(state, attempt: 2), files));
    }

    [Theory]
    [InlineData(TrialState.Failed)]
    [InlineData(TrialState.OutOfMemory)]
    [InlineData(TrialState.Cancelled)]
    public void Of_a_trial_that_no_report_ended_nothing_stays(TrialState state)
    {
        Assert.Empty(Stay(View(state, attempt: 1), Files("1/epoch-2.ckpt", "1/model.safetensors", "1/evaluation.json", "1/mistakes.png")));
    }

    [Theory]
    [InlineData(TrialState.Failed)]
    [InlineData(TrialState.Completed)]
    public void What_the_program_of_the_newest_attempt_wrote_stays_however_it_ended(TrialState state)
    {
        var files = Files("1/output.log", "2/epoch-2.ckpt", "2/output.log");

        Assert.Equal(["2/output.log"], Stay(View(state, attempt: 2), files));
    }

    [Theory]
    [InlineData(TrialState.Running)]
    [InlineData(TrialState.Paused)]
    [InlineData(TrialState.Parked)]
    [InlineData(TrialState.Waiting)]
    public void Of_a_trial_that_goes_on_the_newest_attempt_keeps_everything(TrialState state)
    {
        var files = Files(
            "2/epoch-3.ckpt", "2/epoch-4.ckpt", "2/epoch-5.ckpt", "2/epoch-6.ckpt.part", "2/model.safetensors", "2/evaluation.json",
            "2/mistakes.png");

        Assert.Equal(files, Stay(View(state, attempt: 2), files));
    }

    [Fact]
    public void An_older_attempt_keeps_the_checkpoints_that_a_newer_one_has_none_to_replace()
    {
        var files = Files("1/epoch-3.ckpt", "1/epoch-4.ckpt", "1/epoch-5.ckpt.part");

        Assert.Equal(["1/epoch-3.ckpt", "1/epoch-4.ckpt"], Stay(View(TrialState.Running, attempt: 2), files));
    }

    [Fact]
    public void One_checkpoint_of_the_newer_attempt_leaves_the_older_its_newest_in_case_it_is_damaged()
    {
        var files = Files("1/epoch-3.ckpt", "1/epoch-4.ckpt", "2/epoch-5.ckpt");

        Assert.Equal(["1/epoch-4.ckpt", "2/epoch-5.ckpt"], Stay(View(TrialState.Running, attempt: 2), files));
    }

    [Fact]
    public void A_model_stays_beside_a_checkpoint_until_the_trial_has_ended()
    {
        var files = Files("1/epoch-3.ckpt", "1/epoch-4.ckpt", "1/model.safetensors", "1/evaluation.json");

        Assert.Equal(
            ["1/epoch-3.ckpt", "1/epoch-4.ckpt", "1/model.safetensors"], Stay(View(TrialState.Running, attempt: 2), files));
        Assert.Empty(Stay(View(TrialState.Completed, attempt: 2), files));
    }

    [Fact]
    public void What_an_attempt_wrote_after_it_had_lost_its_lease_does_not_outlive_the_newer_ones_two()
    {
        var files = Files(
            "1/epoch-9.ckpt", "1/model.safetensors", "1/evaluation.json", "1/mistakes.png", "2/epoch-5.ckpt", "2/epoch-6.ckpt");

        Assert.Equal(["2/epoch-5.ckpt", "2/epoch-6.ckpt"], Stay(View(TrialState.Running, attempt: 2), files));
    }

    [Fact]
    public void An_attempt_that_the_ledger_did_not_know_yet_is_left_alone()
    {
        var files = Files("3/epoch-1.ckpt", "3/epoch-2.ckpt", "3/epoch-3.ckpt");

        Assert.Equal(files, Stay(View(TrialState.Waiting, attempt: 2), files));
    }

    [Theory]
    [InlineData(false, "2/model.safetensors")]
    [InlineData(false, "2/evaluation.json", "2/model.safetensors", "2/mistakes.png")]
    [InlineData(true, "1/evaluation.json", "2/model.safetensors")]
    [InlineData(true, "2/model.safetensors", "2/mistakes.png.part")]
    [InlineData(true, "1/model.safetensors", "2/model.safetensors")]
    [InlineData(true, "1/epoch-1.ckpt")]
    public void The_ledger_is_asked_unless_one_attempts_model_and_what_goes_with_it_is_all_there_is(bool asked, params string[] files)
    {
        Assert.Equal(asked, Leftovers.Possible([.. files.Select(File)]));
    }

    [Fact]
    public void A_member_of_the_front_keeps_its_last_checkpoint_so_that_it_can_be_trained_further()
    {
        var files = Files("1/epoch-4.ckpt", "2/epoch-3.ckpt", "2/epoch-4.ckpt", "2/model.safetensors");

        Assert.Equal(
            ["2/epoch-4.ckpt", "2/model.safetensors"], Stay(View(TrialState.Completed, attempt: 2) with { OnFront = true }, files));
    }

    [Fact]
    public void While_a_trial_is_trained_further_its_model_stays()
    {
        var files = Files("1/epoch-4.ckpt", "1/model.safetensors", "1/card.md", "3/epoch-5.ckpt", "3/epoch-6.ckpt");

        Assert.Equal(
            ["1/model.safetensors", "3/epoch-5.ckpt", "3/epoch-6.ckpt"],
            Stay(View(TrialState.Running, attempt: 3) with { KeptAttempt = 1 }, files));
    }

    [Fact]
    public void While_a_member_of_the_front_runs_again_the_files_of_its_own_run_stay()
    {
        var files = Files("1/epoch-4.ckpt", "1/model.safetensors", "1/card.md", "3/epoch-1.ckpt", "3/epoch-2.ckpt");
        var trial = View(TrialState.Running, attempt: 3) with { KeptAttempt = 1, Run = 2 };

        Assert.Equal(
            ["1/epoch-4.ckpt", "1/model.safetensors", "1/card.md", "3/epoch-1.ckpt", "3/epoch-2.ckpt"],
            Stay(trial with { OnFront = true }, files));
        Assert.Equal(["1/model.safetensors", "3/epoch-1.ckpt", "3/epoch-2.ckpt"], Stay(trial, files));
    }

    private static string[] Files(params string[] files) => files;

    private static string[] Stay(TrialView trial, string[] files)
    {
        var gone = Leftovers.Find(trial, [.. files.Select(File)]).ToHashSet();
        return [.. files.Where(file => !gone.Contains(File(file)))];
    }

    private static TrialFile File(string text) => new(Trial, int.Parse(text.Split('/')[0], null), text.Split('/')[1]);

    private static TrialView View(TrialState state, int attempt) => new()
    {
        Number = Trial.Number,
        Configuration = new(1, 1, 1, 0.001, 0, 32),
        State = state,
        Attempt = attempt,
        Epochs = 4,
        Parameters = 1,
        Macs = 1,
        Bytes = 4,
        OnFront = false,
    };
}
