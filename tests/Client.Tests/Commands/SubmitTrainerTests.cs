namespace Paretune.Client.Tests.Commands;

/// <summary><c>search submit</c> of a search of a custom trainer.</summary>
public sealed class SubmitTrainerTests
{
    [Fact]
    public async Task Flags_alone_make_a_search_of_it()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(
            "search", "submit", "--trainer", "lines", "--hyperparameter", "channels=8, 16", "--hyperparameter", "pooling=max,mean",
            "--hyperparameter", "dropout=0.5", "--epochs", "2");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(
            """{"trainer":"lines","epochs":2,"space":{"hyperparameters":{"channels":[8,16],"pooling":["max","mean"],"dropout":[0.5]}}}""",
            server.Submitted?.GetRawText());
        Assert.Contains("6 trials of 2 epochs", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_override_a_file_s_own_hyperparameters_and_leave_the_others()
    {
        await using var server = await RecordedServer.Start();
        const string Yaml = """
            trainer: lines
            space:
              hyperparameters:
                channels: [1, 2, 3]
                pooling: mean
            """;

        var run = await ConsoleRun.Run(["search", "submit", "-", "--hyperparameter", "channels=64"], Yaml, server.Address);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            """{"trainer":"lines","space":{"hyperparameters":{"channels":[64],"pooling":"mean"}}}""", server.Submitted?.GetRawText());
    }

    [Fact]
    public async Task What_the_server_finds_wrong_leads_back_to_the_flag_or_line_it_came_from()
    {
        await using var server = await RecordedServer.Start();
        const string Yaml = """
            trainer: lines
            space:
              hyperparameters:
                dropout: 2
            """;

        var run = await ConsoleRun.Run(
            ["search", "submit", "-", "--hyperparameter", "channels=0", "--hyperparameter", "poling=max"], Yaml, server.Address);

        Assert.Equal(2, run.Code);
        Assert.Equal(
            [
                "--hyperparameter channels: must be a whole number from 1 to 512, but is 0",
                "--hyperparameter poling: unknown key \"poling\"; did you mean \"pooling\"? known: channels, dropout, pooling",
                "stdin:4: space.hyperparameters.dropout: must be a number from 0 to 0.9, but is 2",
            ],
            run.Error.Trim().Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_whatever_the_trainer_is_told_with_what_the_server_knows_of_it()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "submit", "--trainer", "lines", "--width", "0.5", "--hyperparameter", "channels=0");

        Assert.Equal(2, run.Code);
        Assert.Contains(
            "--width: must be 1, because trainer lines does not support α < 1, but is 0.5", run.Error, StringComparison.Ordinal);
        Assert.Contains("--hyperparameter channels: must be a whole number from 1 to 512, but is 0", run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }

    [Theory]
    [InlineData("channels")]
    [InlineData("=5")]
    [InlineData(" = 5")]
    [InlineData("a.b=5")]
    [InlineData("")]
    public async Task A_hyperparameter_that_is_no_name_and_values_is_bad_input(string given)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "submit", "--trainer", "lines", "--hyperparameter", given);

        Assert.Equal(2, run.Code);
        Assert.Contains(
            $"--hyperparameter: must be NAME=VALUES, as in channels=16,32, but is \"{given}\"", run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }

    [Fact]
    public async Task A_hyperparameter_given_twice_is_bad_input()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(
            "search", "submit", "--trainer", "lines", "--hyperparameter", "channels=8", "--hyperparameter", "channels=16");

        Assert.Equal(2, run.Code);
        Assert.Contains("--hyperparameter channels: must be given once, with all its values", run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }
}
