using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class HomeTests
{
    [Fact]
    public void A_tilde_is_the_user_s_folder()
    {
        var name = $".paretune-test-{Guid.NewGuid():N}";
        var expected = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name);
        try
        {
            Assert.Equal(expected, Open($"~/{name}"));
            Assert.True(Directory.Exists(expected));
        }
        finally
        {
            Directory.Delete(expected);
        }
    }

    [Fact]
    public void Another_user_s_tilde_is_refused_instead_of_becoming_a_folder()
    {
        var refused = Assert.Throws<StartupException>(() => Open("~ann/x"));

        Assert.Contains("but is ~ann/x; write the full path", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_the_database_cannot_take_is_named_with_its_length()
    {
        var path = Path.Combine(Path.GetTempPath(), new('a', 200), new('b', 200), new('c', 100));

        var refused = Assert.Throws<StartupException>(() => Open(path));

        Assert.EndsWith(
            $"must have at most 400 bytes, because longer database paths are not supported, but {path} has {path.Length}; choose a shorter "
            + "one", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    private static string Open(string path) =>
        Home.Open(new ConfigurationBuilder().AddInMemoryCollection([new("PARETUNE_HOME", path)]).Build());
}
