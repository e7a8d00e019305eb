using System.Text;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class StrictTextTests
{
    [Fact]
    public void A_byte_that_is_not_utf8_is_named_with_its_line()
    {
        var (text, error) = StrictText.Decode([.. "dataset: shapes\nname: gr"u8, 0xFC, .. "n\n"u8]);

        Assert.Null(text);
        Assert.Equal(new LineError(2, "must be UTF-8, but byte 25 is 0xFC, which is not; save it as UTF-8"), error);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text() =>
        Assert.Equal("name: ü", StrictText.Decode([.. Encoding.UTF8.Preamble, .. "name: ü"u8]).Text);

    [Fact]
    public void Utf16_is_named() => Assert.Contains("is UTF-16", StrictText.Decode([.. Encoding.Unicode.Preamble,
        .. "a\0"u8]).Error?.Message);
}
