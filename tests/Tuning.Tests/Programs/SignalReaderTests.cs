using System.Text.Json;
using Paretune.Tuning.Programs;

namespace Paretune.Tuning.Tests.Programs;

/// <summary>Signals of programs, as specified in docs/protocol.md.</summary>
public sealed class SignalReaderTests
{
    private static readonly TrialId Trial = new(new("abcd1234"), 3);

    [Fact]
    public void A_report_needs_an_epoch_and_an_accuracy_and_no_more()
    {
        var report = Assert.IsType<Report>(
            Read("""{ "attempt": 2, "kind": "report", "epoch": 4, "accuracy": 0.75 }""").Signal);

        Assert.Equal((Trial, 2, 4, 0.75), (report.Trial, report.Attempt, report.Epoch, report.Accuracy));
        Assert.Equal((0.25, 0.25, 0, null), (report.ValidationLoss, report.TrainLoss, report.Seconds, report.Model));
    }

    [Fact]
    public void A_report_may_say_what_the_model_takes()
    {
        var report = Assert.IsType<Report>(
            Read("""{ "attempt": 2, "kind": "report", "epoch": 4, "accuracy": 0.75, "loss": 1.5, "parameters": 10 }""").Signal);

        Assert.Equal((1.5, new Cost(10, 0, 40)), (report.ValidationLoss, report.Model!.Cost));
    }

    [Theory]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": 0.5, "loss": "NaN" }""")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": 0.5, "loss": "Infinity" }""")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": "NaN", "loss": 0.5 }""")]
    public void A_training_that_diverges_says_so_in_words(string json)
    {
        Assert.False(double.IsFinite(Assert.IsType<Report>(Read(json).Signal).ValidationLoss));
    }

    [Theory]
    [InlineData("failed", AttemptFailure.Threw, "no")]
    [InlineData("outOfMemory", AttemptFailure.OutOfMemory, "no")]
    [InlineData("givenBack", AttemptFailure.Preempted, "no")]
    [InlineData("completed", AttemptFailure.Threw, "its program ended with the outcome completed before it reported the last epoch")]
    public void An_end_says_why_it_came_before_the_last_epoch(string outcome, AttemptFailure failure, string message)
    {
        var end = Assert.IsType<AttemptEnd>(
            Read($$"""{ "attempt": 1, "kind": "end", "outcome": "{{outcome}}", "reason": "no" }""").Signal);

        Assert.Equal((failure, message), (end.Failure, end.Message));
    }

    [Fact]
    public void Of_a_long_reason_the_end_is_kept()
    {
        var end = Assert.IsType<AttemptEnd>(
            Read($$"""{ "attempt": 1, "kind": "end", "outcome": "failed", "reason": "{{new string('a', 9000)}}b" }""").Signal);

        Assert.Equal(new string('a', 3999) + 'b', end.Message);
    }

    [Theory]
    [InlineData("""{ }""", "kind", "must be one of progress, report, end, but is missing")]
    [InlineData("""{ "kind": "raport" }""", "kind", "unknown kind \"raport\"; did you mean \"report\"?")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": "0.9" }""", "accuracy", "but is \"0.9\"")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": 90 }""", "accuracy", "a share from 0 to 1")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": "Infinity" }""", "accuracy", "a share from 0 to 1")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1 }""", "accuracy", "but is missing")]
    [InlineData(
        """{ "attempt": 1, "kind": "report", "epoch": 1, "acuracy": 1, "accuracy": 1 }""", "acuracy", "did you mean \"accuracy\"?")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 0, "accuracy": 1 }""", "epoch", "a whole number from 1")]
    [InlineData("""{ "attempt": 1, "kind": "report", "epoch": 1, "accuracy": 1, "loss": null }""", "loss", "is empty")]
    [InlineData("""{ "kind": "report", "epoch": 1, "accuracy": 1 }""", "attempt", "but is missing")]
    [InlineData("""{ "attempt": 1, "kind": "progress" }""", "epoch", "but is missing")]
    [InlineData("""{ "attempt": 1, "kind": "end", "outcome": "done" }""", "outcome", "unknown outcome \"done\"")]
    [InlineData("""{ "attempt": 1, "kind": "end", "outcome": "failed" }""", "reason", "is required: why the trial failed")]
    public void An_error_names_its_field_and_what_came(string json, string field, string message)
    {
        var reading = Read(json);

        var error = Assert.Single(reading.Errors);
        Assert.Equal((field, null), (error.Field, reading.Signal));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static SignalReadResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SignalReader.Read(document.RootElement, Trial);
    }
}
