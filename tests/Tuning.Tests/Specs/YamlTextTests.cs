using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class YamlTextTests
{
    [Fact]
    public void Plain_scalars_become_numbers_and_booleans_and_what_is_quoted_stays_text()
    {
        var yaml = YamlText.Read(new StringReader("""{a: 1.0, b: "1.0", c: true, d: .5, e: ~, f: knee, g: +3, h: .nan, i: 'yes'}"""));

        Assert.Equal("""{"a":1.0,"b":"1.0","c":true,"d":0.5,"e":null,"f":"knee","g":3,"h":".nan","i":"yes"}""", yaml.Root!.ToJsonString());
    }

    [Fact]
    public void Every_value_keeps_its_line()
    {
        var yaml = YamlText.Read(new StringReader("name: x\nspace:\n  width:\n    - 1\n    - 0.5\n"));

        Assert.Equal(5, yaml.Lines["space.width[1]"]);
        Assert.Equal(2, yaml.Lines["space"]);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_a_error_of_its_second_line()
    {
        var yaml = YamlText.Read(new StringReader("seed: 1\nepochs: 2\nseed: 3\n"));

        var error = Assert.Single(yaml.Errors);
        Assert.Equal(3, error.Line);
        Assert.Contains("seed: must appear once, but is also on line 1", error.Message);
    }

    [Theory]
    [InlineData("a: 1\nb: [1,\n", 3)]
    [InlineData("a: [1\nb: 2\n", 2)]
    [InlineData("a: 1\n  b: 2\n", 2)]
    [InlineData("a: 1\nb: *other\n", 2)]
    [InlineData("a: \"open\n", 2)]
    public void What_is_no_yaml_is_told_with_a_line_near_the_error(string text, long line)
    {
        var yaml = YamlText.Read(new StringReader(text));

        Assert.Null(yaml.Root);
        Assert.InRange(Assert.Single(yaml.Errors).Line, line - 1, line);
    }

    [Fact]
    public void A_file_of_brackets_is_a_error_and_no_crash()
    {
        var yaml = YamlText.Read(new StringReader(new string('[', 5_000)));

        Assert.NotEmpty(yaml.Errors);
    }
}
