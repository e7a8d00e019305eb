namespace Paretune.Client.Tests.Commands;

public sealed class EditCommandsTests
{
    [Theory]
    [InlineData("""{"name":"a new name"}""", "rename", "abcd2345", "a new name")]
    [InlineData("""{"addTags":["paper","v1.2"]}""", "tag", "abcd2345", "paper", "v1.2")]
    [InlineData("""{"removeTags":["paper"]}""", "untag", "abcd2345", "paper")]
    [InlineData("""{"note":""}""", "note", "abcd2345", "")]
    public async Task What_is_said_of_a_search_is_sent_and_the_answer_shown(string sent, params string[] command)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(["search", .. command]);

        Assert.Equal((0, sent), (run.Code, server.Submitted.ToString()));
        Assert.Contains("\"renamed\"; tags: paper; note: a remark", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_is_not_there_is_said_not_to_be()
    {
        await using var server = await RecordedServer.Start();
        server.Tags = ["paper"];

        var run = await server.Run("search", "untag", "abcd2345", "nosuch", "PAPER");

        Assert.Contains("search abcd2345 does not have the tag nosuch", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tag PAPER", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_tag_is_refused_before_it_is_sent()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "tag", "abcd2345", "two words");
        var ofTrial = await server.Run("trial", "tag", "abcd2345", "two words", "1");
        var renamed = await server.Run("search", "rename", "abcd2345", " ");

        Assert.Equal((2, 2, 2, null), (run.Code, ofTrial.Code, renamed.Code, server.Submitted?.ToString()));
        Assert.Contains("TAG: must have 1 to 40 letters", ofTrial.Error, StringComparison.Ordinal);
        Assert.Contains("TAG: must have 1 to 40 letters", run.Error, StringComparison.Ordinal);
        Assert.Contains("NAME: must have 1 to 80 characters", renamed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N", "trial", "stop", "abcd2345", "0")]
    [InlineData("N", "trial", "tag", "abcd2345", "candidate", "0")]
    [InlineData("N", "search", "retry", "abcd2345", "0")]
    [InlineData("--epochs", "trial", "extend", "abcd2345", "3", "--epochs", "0")]
    public async Task Numbers_that_are_too_small_are_refused_before_they_are_sent(string argument, params string[] command)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(command);

        Assert.Equal((2, null), (run.Code, server.Submitted?.ToString()));
        Assert.Contains($"{argument}: must be a whole number from 1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "search", "retry", "abcd2345")]
    [InlineData("""{"trials":[3,7]}""", "search", "retry", "abcd2345", "3", "7")]
    [InlineData("""{"epochs":10}""", "trial", "extend", "abcd2345", "1", "--epochs", "10")]
    [InlineData("""{"trials":[3,7]}""", "trial", "stop", "abcd2345", "3", "7")]
    [InlineData("""{"trials":[3,7],"addTags":["candidate"]}""", "trial", "tag", "abcd2345", "candidate", "3", "7")]
    [InlineData("""{"trials":[3],"removeTags":["candidate"]}""", "trial", "untag", "abcd2345", "candidate", "3")]
    public async Task Trials_are_stopped_tagged_and_trained_again_or_further(string sent, params string[] command)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(command);

        Assert.Equal((0, sent), (run.Code, server.Submitted.ToString()));
        Assert.Contains("tags: paper", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, true, null, "trial 7 added")]
    [InlineData(7, false, null, "trial 7 already has this configuration")]
    [InlineData(null, false, "not trained: too large", "skipped: not trained: too large")]
    public async Task A_trial_is_added(int? number, bool isNew, string? skipped, string said)
    {
        await using var server = await RecordedServer.Start();
        server.Added = new([new(number, isNew, skipped)]);

        var run = await server.Run("trial", "add", "abcd2345", "width=0.5", "schedule=cosine", "batchSize=1k");

        Assert.Equal((0, said), (run.Code, run.Out.Trim()));
        Assert.Equal("""{"trials":[{"width":0.5,"schedule":"cosine","batchSize":"1k"}]}""", server.Submitted.ToString());
    }

    [Theory]
    [InlineData("width", "width: must be KEY=VALUE, as in width=0.5")]
    [InlineData("=1", "=1: must be KEY=VALUE")]
    public async Task A_trial_without_a_key_or_value_is_refused(string given, string said)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "add", "abcd2345", given);

        Assert.Equal(2, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_filtered_by_tags()
    {
        await using var server = await RecordedServer.Start();

        await server.Run("search", "list", "--tag", "paper", "--tag", "v1");

        Assert.Equal("?tag=paper&tag=v1", Assert.Single(server.Lists));
    }
}
