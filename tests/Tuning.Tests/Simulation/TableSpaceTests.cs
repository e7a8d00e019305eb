using System.Text.Json;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class TableSpaceTests
{
    private const string Table = """
        network,width,learningRate,parameters,macs,accuracy@1,accuracy@2
        dilated-separable,1,0.001,1000,9000,0.5,0.6
        dilated-separable,0.5,0.001,500,4000,0.4,0.5
        dilated-separable,0.25,0.003,200,2000,0.3,0.4
        mobilenet,1,0.001,4000,90000,0.6,0.8
        """;

    private const string SkippedRow = "\ndilated-separable,0.75,0.001,700,6000,0.5,";

    [Fact]
    public void What_the_file_does_not_name_may_have_any_value() => Assert.Equal(4, Rows(""));

    [Fact]
    public void Rows_outside_what_it_names_are_not_tried() => Assert.Equal(2, Rows(""" "space": { "width": [0.5, 0.25] }, """));

    [Fact]
    public void A_range_takes_what_lies_within_it() => Assert.Equal(
        3, Rows(""" "strategy": { "kind": "random", "samples": 4 }, "space": { "width": { "from": 0.3, "to": 1 } }, """));

    [Fact]
    public void A_range_with_steps_takes_its_steps_alone()
    {
        Assert.Equal(2, Rows(""" "space": { "width": { "from": 0.25, "to": 1, "step": 0.75 } }, "network": "dilated-separable", """));
        Assert.Equal(1, Rows(""" "space": { "width": { "from": 0.25, "to": 0.5, "steps": 2 }, "learningRate": [0.001] }, """));
        Assert.Equal(4, Rows(""" "space": { "width": { "from": 0.25, "to": 1, "scale": "log2" } }, """));
    }

    [Fact]
    public void A_part_of_a_space_is_of_its_networks() => Assert.Equal(3, Rows(
        """ "space": [{ "network": "mobilenet", "width": [1] }, { "network": "dilated-separable", "width": [0.5, 0.25] }], """));

    [Fact]
    public void Limits_hold() => Assert.Equal(2, Rows(""" "limits": { "parameters": 500 }, """));

    [Theory]
    [InlineData(""" "limits": { "minAccuracy": 0.99 }, """)]
    [InlineData(""" "objectives": ["accuracy", "latency"], "latency": "fp32", "limits": { "latency": 0.1 }, """)]
    public void A_limit_on_what_only_training_shows_excludes_no_row(string json)
    {
        var withLatency = string.Join('\n', Table.Split('\n').Select((line, at) => $"{line},{(at == 0 ? "latency" : "0.5")}"));

        var created = Compute(json, table: withLatency);

        Assert.Empty(created.Errors);
        Assert.Equal(4, created.Table!.Rows.Length);
    }

    [Fact]
    public void Curves_are_cut_to_the_search_s_epochs() => Assert.Equal(1, Compute("", epochs: 1).Table!.Epochs);

    [Theory]
    [InlineData(""" "space": { "width": [1, 0.7] }, """, "space.width", "no row has 0.7; its rows have 0.25, 0.5, 1")]
    [InlineData(
        """ "space": { "width": { "from": 0.25, "to": 1, "step": 0.375 } }, """, "space.width",
        "no row has 0.625; its rows have 0.25, 0.5, 1")]
    [InlineData(
        """ "strategy": { "kind": "random", "samples": 4 }, "space": { "width": { "from": 0.6, "to": 0.9 } }, """, "space.width",
        "no row has one from 0.6 to 0.9; its rows have 0.25")]
    [InlineData(""" "batchSize": [64, 128], """, "batchSize", "no row has 64; its rows have 128")]
    [InlineData(
        """ "space": [{ "network": "mobilenet", "width": [1] }, { "network": "mobilenet", "width": [0.4] }], """, "space[1].width",
        "no row has 0.4")]
    [InlineData(
        """ "space": { "width": [0.25], "learningRate": [0.001] }, """, "space", "none of its 4 rows has these values together")]
    [InlineData(
        """ "network": ["dilated-separable", "vgg16"], """, "network",
        "no row has vgg16; its rows have dilated-separable, mobilenet")]
    [InlineData(""" "objectives": ["accuracy", "bytes"], """, "objectives[1]", "bytes does not")]
    [InlineData(""" "objectives": ["accuracy", "latency"], "latency": "fp32", """, "objectives[1]", "latency does not")]
    [InlineData(""" "limits": { "parameters": 10 }, """, "limits.parameters", "is 10, and the rows in the search's space have 200 to 4000")]
    [InlineData(
        """ "limits": { "parameters": 200, "macs": 1000 }, """, "limits.macs", "is 1000, and the rows in the search's space have 2000")]
    [InlineData(""" "limits": { "bytes": 10 }, """, "limits.bytes", "must be a column of the table, but it has no bytes")]
    public void What_the_table_does_not_have_is_said(string json, string field, string message)
    {
        var error = Assert.Single(Compute(json).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_only_together_leave_no_row_are_said()
    {
        var crossed = Table.Replace("200,2000", "200,20000", StringComparison.Ordinal);

        var error = Assert.Single(Compute(""" "limits": { "parameters": 300, "macs": 5000 }, """, table: crossed).Errors);

        Assert.Equal("limits", error.Field);
        Assert.Contains("is within parameters ≤ 300, macs ≤ 5000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Longer_searches_than_curves_are_refused() =>
        Assert.Contains("must be at most 2", Assert.Single(Compute("", epochs: 3).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(""" "limits": { "macs": 5000 }, "space": { "width": [0.75, 0.5, 0.25] }, """, Table, 2, "space.width: 0.75")]
    [InlineData(
        """ "limits": { "macs": 5000 }, "network": ["dilated-separable", "vgg16"], """, Table, 2, "network: vgg16")]
    [InlineData(
        """
        "space": [{ "network": "mobilenet-v2", "width": [0.8] }, { "network": "dilated-separable", "width": [0.5] }],
        "limits": { "macs": 5000 },
        """,
        Table, 1, "space: mobilenet-v2")]
    [InlineData(
        """ "space": { "width": [0.75, 0.5] }, """, Table + SkippedRow, 1, "space.width: 0.75 (skipped)")]
    [InlineData(
        """ "network": ["mobilenet", "vgg16"], """, Table + "\nvgg16,1,0.001,9000,9000,0.5,", 1, "network: vgg16 (skipped)")]
    public void A_value_whose_rows_were_skipped_or_may_be_beyond_the_limits_is_not_tried(
        string json, string table, int rows, string missing)
    {
        var created = Compute(json, table: table);

        Assert.Empty(created.Errors);
        Assert.Equal(rows, created.Table!.Rows.Length);
        var told = created.Missing.Select(one => $"{one.Field}: {one.Values}{(one.WereSkipped ? " (skipped)" : "")}");
        Assert.Equal(missing, string.Join("; ", told));
    }

    [Theory]
    [InlineData(""" "limits": { "macs": 5000 }, "space": { "width": [0.7] }, """, "no row has 0.7")]
    [InlineData(""" "limits": { "minAccuracy": 0.1 }, "space": { "width": [0.7, 1] }, """, "no row has 0.7")]
    [InlineData(""" "space": { "width": [0.75] }, """, "no complete row has 0.75")]
    [InlineData(""" "space": { "width": [0.7, 0.75, 1] }, """, "no row has 0.7;")]
    [InlineData(
        """ "space": [{ "network": "mobilenet", "width": [0.75] }, { "network": "dilated-separable", "width": [0.5] }], """,
        "no row has 0.75;", "space[0].width")]
    [InlineData(
        """ "space": [{ "network": "mobilenet", "width": [0.5] }, { "network": "dilated-separable", "width": [0.25] }], """,
        "no row has 0.5; its rows have 1", "space[0].width")]
    [InlineData(""" "limits": { "macs": 5000 }, "batchSize": [64, 128], """, "no row has 64;", "batchSize")]
    public void Values_are_refused_where_no_row_remains_or_nothing_explains_that_they_are_missing(
        string json, string message, string field = "space.width")
    {
        var error = Assert.Single(Compute(json, table: Table + SkippedRow).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static int Rows(string json) => Compute(json).Table!.Rows.Length;

    private static (CurveTable? Table, List<ValidationError> Errors, List<MissingValues> Missing) Compute(
        string json, int epochs = 2, string table = Table)
    {
        using var document = JsonDocument.Parse($$"""{ {{json}} "dataset": "cifar10", "epochs": {{epochs}} }""");
        var reading = SearchSpecReader.Read(document.RootElement, datasets: null, trainers: null);
        Assert.Empty(reading.Errors);
        var rows = CurveTableReader.Read(new StringReader(table), "dilated-separable", classes: 10);
        var (errors, missing) = (new List<ValidationError>(), new List<MissingValues>());
        return (new TableSpace(reading.Spec!, document.RootElement).Create(rows, errors, missing), errors, missing);
    }
}
