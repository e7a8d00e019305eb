using System.Text.Json.Nodes;

namespace Paretune.Client.Tests;

/// <summary>What scripts rely on without a server: exit codes, only data on standard output, errors with line numbers.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-client-").FullName;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_model_is_described_without_a_server()
    {
        var code = await Run("model", "describe", "--network", "dilated-separable", "--dilation", "3", "--width", "1", "--resolution", "1",
            "--base-resolution", "224", "--classes", "10", "--output", "json");

        var model = JsonNode.Parse(_output.ToString())!;
        Assert.Equal(0, code);
        Assert.Equal("", _error.ToString());
        Assert.Equal("dilated-separable", model["network"]!.GetValue<string>());
        Assert.Equal(2_162_058, model["parameters"]!.GetValue<long>());
        Assert.Equal(224, model["inputSize"]!.GetValue<int>());
        Assert.Equal(model["macs"]!.GetValue<long>(), model["layers"]!.AsArray().Sum(layer => layer!["macs"]!.GetValue<long>()));
    }

    [Fact]
    public async Task A_server_s_address_with_a_password_is_refused_without_showing_it()
    {
        var code = await Run("search", "list", "--server", "http://ann:secret@127.0.0.1:1");

        Assert.Equal(2, code);
        Assert.StartsWith(
            "--server: must be an address without user name and password", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_file_come_at_once_with_their_lines()
    {
        var file = await Write("""
            dataset: shapes
            epochs: 0
            space:
              width: [0.5, 1.5]
              dilatoin: [1]
            """);

        var code = await Run("search", "submit", file);

        Assert.Equal(2, code);
        Assert.Equal("", _output.ToString());
        Assert.Contains($"{file}:2: epochs", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{file}:4: space.width[1]", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{file}:5: space.dilatoin", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("dilation", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_given_twice_is_named_with_its_line()
    {
        var file = await Write("dataset: shapes\nepochs: 2\nepochs: 3\n");

        var code = await Run("search", "submit", file);

        Assert.Equal(2, code);
        Assert.Contains($"{file}:3:", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_at_error_is_named_as_the_flag()
    {
        var code = await Run("search", "submit", "--dataset", "shapes", "--width", "2");

        Assert.Equal(2, code);
        Assert.Contains("--width", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_exit_code_3()
    {
        var code = await Run("search", "list", "--server", "http://127.0.0.1:1");

        Assert.Equal(3, code);
        Assert.Equal("", _output.ToString());
        Assert.Contains("dotnet run --project Silo", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serach", "list")]
    [InlineData("search", "show")]
    [InlineData("search", "list", "--output", "xml")]
    public async Task A_command_line_that_makes_no_sense_is_exit_code_2(params string[] args)
    {
        var code = await Run(args);

        Assert.Equal(2, code);
        Assert.NotEqual("", _error.ToString());
    }

    [Theory]
    [InlineData("paretune search submit --dataset shapes")]
    [InlineData("paretune search show ID", "search")]
    public async Task A_command_line_without_a_verb_shows_help(string example, params string[] args)
    {
        var code = await Run(args);

        Assert.Equal(0, code);
        Assert.Contains("Commands:", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(example, _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData("unknown command \"serach\"; did you mean \"search\"?", "serach", "list")]
    [InlineData("unknown command \"sohw\"; did you mean \"show\"?", "search", "sohw", "abcd2345")]
    [InlineData("unknown command \"list\"; did you mean \"search list\"?", "list")]
    [InlineData("unknown command \"zzzz\"", "zzzz")]
    [InlineData("unknown option \"--outptu\"; did you mean \"--output\"?", "search", "list", "--outptu", "json")]
    [InlineData("unexpected argument \"more\"", "search", "list", "more")]
    [InlineData("--limit: must be a whole number, but is \"many\"", "search", "list", "--limit", "many")]
    [InlineData(
        "--limit: must be a whole number of at most 2147483647, but is \"99999999999\"", "search", "list", "--limit", "99999999999")]
    [InlineData("--epochs: must be a whole number, but is \"1.5\"", "trial", "extend", "abcd2345", "1", "--epochs", "1.5")]
    [InlineData("--from: must be a number, but is \"small\"", "model", "find-rate", "--dataset", "shapes", "--from", "small")]
    [InlineData("N: must be a whole number, but is \"best\"", "trial", "stop", "abcd2345", "best")]
    [InlineData("N: must be a whole number, but is \"best\"", "search", "retry", "abcd2345", "best")]
    [InlineData("--output: must be one of table, json, jsonl, csv, but is \"xml\"", "search", "list", "-o", "xml")]
    [InlineData("--max-macs: must be a number, such as 5M, but is \"5Q\"", "search", "best", "abcd2345", "--max-macs", "5Q")]
    [InlineData("--output: paretune cluster has no rows to write as csv; use table, json or jsonl", "cluster", "-o", "csv")]
    public async Task What_is_misspelt_gets_a_suggestion(string message, params string[] args)
    {
        var code = await Run(args);

        Assert.Equal(2, code);
        Assert.Equal("", _output.ToString());
        Assert.Equal(message, _error.ToString().Split(Environment.NewLine)[0]);
    }

    private async Task<string> Write(string yaml)
    {
        var file = Path.Combine(_folder, "search.yaml");
        await File.WriteAllTextAsync(file, yaml);
        return file;
    }

    private Task<int> Run(params string[] args) => ParetuneConsole.Run(
        args, new() { In = TextReader.Null, Out = _output, Error = _error, Variable = _ => null }, CancellationToken.None);
}
