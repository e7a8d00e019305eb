using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;
using Paretune.Training.Checkpoints;

namespace Paretune.Silo.Tests.Start;

public sealed class SettingsTests
{
    [Fact]
    public void All_wrong_settings_are_told_at_once_each_under_its_key()
    {
        var configuration = Configuration(
            ("Paretune:Role", "queen"), ("Paretune:Devices", "gpu"), ("Paretune:Threads", "0"),
            ("Paretune:AllowRemote", "maybe"), ("Paretune:Device", "cpu"), ("Paretune:Checkpoints", "gs://bucket"),
            ("Paretune:S3:Endpoint", "minio"), ("Paretune:S3:PathStyle", "perhaps"), ("Paretune:S3:SecretKey", "x"));

        var refused = Assert.Throws<StartRefusedException>(() => SiloOptionsReader.Read(configuration));

        Assert.Equal(
            [
                "Paretune:Role", "Paretune:Devices", "Paretune:Threads", "Paretune:AllowRemote", "Paretune:S3:SecretKey",
                "Paretune:S3:Endpoint", "Paretune:S3:PathStyle", "Paretune:Checkpoints", "Paretune:Device",
            ],
            refused.Message.Split(Environment.NewLine).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var options = SiloOptionsReader.Read(Configuration());

        Assert.Equal(new SiloOptions(), options);
    }

    [Fact]
    public void A_bucket_is_read_with_its_prefix_and_endpoint()
    {
        var options = SiloOptionsReader.Read(Configuration(
            ("Paretune:Checkpoints", "s3://nets/team/one/"), ("Paretune:S3:Endpoint", "http://minio:9000"), ("Paretune:S3:Region", "eu-1")));

        Assert.Equal(new BucketPlace("nets", "team/one/", new("http://minio:9000"), "eu-1", PathStyle: true), options.Bucket);
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://Nets")]
    [InlineData("s3://n/prefix")]
    public void A_bucket_that_S3_would_not_name_so_is_quoted(string place)
    {
        var refused = Assert.Throws<StartRefusedException>(() => SiloOptionsReader.Read(Configuration(("Paretune:Checkpoints", place))));

        Assert.Contains($"\"{place}\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:5000;http://[::1]:5001")]
    public void A_loopback_address_is_taken(string urls)
    {
        Assert.Equal(urls, Address.Of(Configuration(("urls", urls)), allowRemote: false));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://127.0.0.1:8080;http://10.0.0.5:8080")]
    public void An_address_that_others_reach_is_refused_unless_that_is_allowed(string urls)
    {
        var configuration = Configuration(("urls", urls));

        var refused = Assert.Throws<StartRefusedException>(() => Address.Of(configuration, allowRemote: false));

        Assert.Contains("Paretune:AllowRemote", refused.Message, StringComparison.Ordinal);
        Assert.Equal(urls, Address.Of(configuration, allowRemote: true));
    }

    [Fact]
    public void What_is_no_address_is_quoted()
    {
        var refused = Assert.Throws<StartRefusedException>(() => Address.Of(Configuration(("urls", "8080")), allowRemote: false));

        Assert.Contains("\"8080\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_in_use_is_named_and_a_free_one_is_left_free()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://{other.LocalEndpoint}";

        var refused = Assert.Throws<StartRefusedException>(() => PortCheck.Check(taken));
        other.Stop();
        PortCheck.Check(taken);

        Assert.Contains(taken, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999", "a port must be 0 to 65535")]
    [InlineData("http://192.0.2.1:8080", "cannot listen on http://192.0.2.1:8080")]
    public void An_address_that_cannot_be_listened_on_is_named(string url, string why)
    {
        var refused = Assert.Throws<StartRefusedException>(() => PortCheck.Check(url));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_that_is_a_file_is_named()
    {
        var file = Path.GetTempFileName();

        var refused = Assert.Throws<StartRefusedException>(() => Home.Open(Configuration(("PARETUNE_HOME", file))));

        File.Delete(file);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
}
