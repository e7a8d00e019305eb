using System.Text.Json.Nodes;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class YamlWritingTests
{
    [Theory]
    [InlineData("""{"name":"true","note":"007","text":"a: b # c","none":"","lines":"one\ntwo"}""")]
    [InlineData("""{"quote":"it's \"so\"","words":["null","~","x y"]}""")]
    [InlineData("""{"space":{"width":[0.5,1.0,1e-4],"dilation":{"min":1,"max":3}}}""")]
    [InlineData("""{"empty":{},"list":[],"spaces":[{"a":[1]},{"b":2}],"on":true}""")]
    public void What_is_written_is_read_as_the_same(string json)
    {
        var written = YamlWriting.Format(JsonNode.Parse(json));

        var read = YamlText.Read(new StringReader(written));
        Assert.Empty(read.Errors);
        Assert.Equal(JsonNode.Parse(json)!.ToJsonString(), read.Root!.ToJsonString());
    }

    [Fact]
    public void It_is_the_yaml_that_people_write()
    {
        var written = YamlWriting.Format(JsonNode.Parse("""{"name":"small nets","space":{"width":[0.5,1]},"limits":{"macs":300}}"""));

        Assert.Equal("name: small nets\nspace:\n  width: [0.5, 1]\nlimits:\n  macs: 300\n", written);
    }
}
