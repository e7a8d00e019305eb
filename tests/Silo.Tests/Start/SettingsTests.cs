using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Paretune.Dashboard;
using Paretune.Silo.Start;
using Paretune.Storage.Files;

namespace Paretune.Silo.Tests.Start;

public sealed class SettingsTests
{
    [Fact]
    public void All_wrong_settings_are_told_at_once_each_under_its_key()
    {
        var configuration = Configuration(
            ("Paretune:Role", "queen"), ("Paretune:Devices", "gpu"), ("Paretune:Threads", "0"), ("Paretune:Slots", "65"),
            ("Paretune:AdminKeyHash", ApiKey.Draw().Text), ("Paretune:Oidc:Authority", "http://idp.example"), ("Paretune:Oidc:Scope", "x"),
            ("Paretune:Oidc:ClientSecret", "their-secret"),
            ("Paretune:MaxUploadBytes", "0"), ("Paretune:Device", "cpu"), ("Paretune:Checkpoints", "gs://bucket"),
            ("Paretune:S3:Endpoint", "minio"), ("Paretune:S3:PathStyle", "perhaps"), ("Paretune:S3:SecretKey", "x"),
            ("Paretune:Metrics:Open", "wide"), ("Paretune:Metrics:Port", "9090"), ("Paretune:LogFormat", "xml"), ("Paretune:Name", "a/b"),
            ("Paretune:SiloPort", "70000"), ("Paretune:Datasets", "/mnt/datasets"), ("Paretune:ParkedBytes", "20 GB"), ("POD_IP", "here"));

        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(configuration));

        Assert.Equal(
            [
                "POD_IP", "Paretune:Device", "Paretune:Role", "Paretune:Name", "Paretune:SiloPort", "Paretune:Devices", "Paretune:Threads",
                "Paretune:Slots",
                "Paretune:AdminKeyHash",
                "Paretune:Oidc:Scope", "Paretune:Oidc:ClientId", "Paretune:Oidc:Authority", "Paretune:Oidc:Audience",
                "Paretune:Metrics:Port", "Paretune:Metrics:Open", "Paretune:MaxUploadBytes",
                "Paretune:S3:SecretKey", "Paretune:S3:Endpoint", "Paretune:S3:PathStyle", "Paretune:Checkpoints", "Paretune:Datasets",
                "Paretune:ParkedBytes", "Paretune:LogFormat",
            ],
            refused.Message.Split(Environment.NewLine).Select(line => line.Split(' ')[0]));
        Assert.DoesNotContain(ApiKey.Prefix, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("their-secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Browsers_sign_in_at_a_provider_that_knows_this_server_and_whose_secret_is_not_printed()
    {
        var configuration = Configuration(
            ("Paretune:Oidc:Authority", "https://idp.example"), ("Paretune:Oidc:Audience", "paretune"),
            ("Paretune:Oidc:ClientId", "dashboard"),
            ("Paretune:Oidc:ClientSecret", "their-secret"));

        var options = SiloOptionsReader.Read(configuration);

        Assert.Equal(("dashboard", "their-secret"), (options.Api.Oidc!.ClientId, options.Api.Oidc.ClientSecret));
        Assert.DoesNotContain("their-secret", $"{options}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_a_provider_is_an_error()
    {
        var refused = Assert.Throws<StartupException>(
            () => SiloOptionsReader.Read(Configuration(("Paretune:Oidc:ClientId", "dashboard"))));

        Assert.Equal(
            ["Paretune:Oidc:Authority", "Paretune:Oidc:Audience"],
            refused.Message.Split(Environment.NewLine).Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("hooks.example.com, https://chat.example.com/services/", "a secret of some length")]
    [InlineData("", "")]
    [InlineData("hooks.example.com", "", "Paretune:Notify:Secret")]
    [InlineData("hooks.example.com", "their-secret", "Paretune:Notify:Secret")]
    [InlineData("ftp://hooks.example.com", "a secret of some length", "Paretune:Notify:Allowed")]
    [InlineData("https://u:p@hooks.example.com", "a secret of some length", "Paretune:Notify:Allowed")]
    [InlineData("https://hooks.example.com/?key=1", "a secret of some length", "Paretune:Notify:Allowed")]
    public void Whoever_may_be_notified_is_named_by_host_or_address_and_needs_a_secret(
        string allowed, string secret, params string[] errors)
    {
        var configuration = Configuration(("Paretune:Notify:Allowed", allowed), ("Paretune:Notify:Secret", secret));

        var refused = Record.Exception(
            () => Assert.Equal(allowed.Length == 0, SiloOptionsReader.Read(configuration).Api.Notify.Targets.IsEmpty));

        Assert.Equal(errors, refused?.Message.Split(Environment.NewLine).Select(line => line.Split(' ')[0]) ?? []);
        Assert.DoesNotContain("their-secret", refused?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_certificate_files_are_told_with_those_of_settings()
    {
        var configuration = Configuration(("Paretune:Threads", "0"), ("Paretune:Tls:Key", "tls.key"));

        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(configuration));

        Assert.Equal(
            ["Paretune:Threads", "Paretune:Tls:Certificate", "Paretune:Tls:Authority"],
            refused.Message.Split(Environment.NewLine).Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080;http://localhost:8081", false)]
    [InlineData("http://127.0.0.1:8080;http://0.0.0.0:8081", true)]
    [InlineData("http://*:8080", true)]
    public void A_worker_asks_for_keys_where_others_reach_one_of_its_addresses(string urls, bool reached) =>
        Assert.Equal(reached, Address.IsReached(urls, Configuration()));

    [Fact]
    public void Figures_may_be_open_and_the_log_json()
    {
        var options = SiloOptionsReader.Read(Configuration(("Paretune:Metrics:Open", "true"), ("Paretune:LogFormat", "json")));

        Assert.Equal((true, LogFormat.Json), (options.Api.Metrics.Open, options.LogFormat));
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var options = SiloOptionsReader.Read(Configuration());

        Assert.Equal(new SiloOptions(), options);
    }

    [Fact]
    public void An_empty_setting_is_not_set()
    {
        var options = SiloOptionsReader.Read(Configuration(
            ("Paretune:Devices", ""), ("Paretune:Threads", ""), ("Paretune:Oidc:Authority", ""), ("Paretune:Checkpoints", "")));

        Assert.Equal(new SiloOptions(), options);
    }

    [Theory]
    [InlineData("Role", "3", "must be standalone, control, worker or dashboard, but is \"3\"")]
    [InlineData("Threads", "many", "must be a whole number from 1 to 1024, but is \"many\"")]
    [InlineData("SiloPort", "0", "must be a port from 1 to 65535, but is \"0\"")]
    [InlineData("MaxUploadBytes", "0", "must be a whole number of at least 1, but is \"0\"")]
    [InlineData("ParkedBytes", "0", "must be a whole number of bytes, at least 1, but is \"0\"")]
    [InlineData("Metrics:Open", "wide", "must be true or false, but is \"wide\"")]
    [InlineData("PodDeletionCost", "1000", "must be true or false, but is \"1000\"")]
    [InlineData(
        "Checkpoints", "gs://nets",
        "must be a folder, or s3://bucket/prefix with a bucket of 3 to 63 lower-case letters, digits, dots and hyphens, but is "
        + "\"gs://nets\"")]
    [InlineData(
        "Datasets", "/mnt/datasets",
        "must be s3://bucket/prefix with a bucket of 3 to 63 lower-case letters, digits, dots and hyphens, but is \"/mnt/datasets\"")]
    [InlineData(
        "AdminKeyHash", "123",
        "must be 64 hexadecimal digits, the hash that paretune key create NAME --scope admin --local prints, but is something else (3 "
        + "characters, not shown)")]
    public void An_error_says_the_rule_and_the_value(string key, string value, string error)
    {
        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(Configuration(($"Paretune:{key}", value))));

        Assert.Equal($"Paretune:{key} {error}", refused.Message);
    }

    [Theory]
    [InlineData("standalone", "", false)]
    [InlineData("control", "", true)]
    [InlineData("control", "s3://nets/team", false)]
    public void Searches_learn_how_checkpoints_are_kept(string role, string place, bool isApart)
    {
        var options = SiloOptionsReader.Read(Configuration(
            ("Paretune:Role", role), ("Paretune:Checkpoints", place), ("Paretune:ParkedBytes", "5000000000"),
            ("ConnectionStrings:Ledger", "Host=db")));

        Assert.Equal(new(ParkedBytes: 5_000_000_000, isApart), options.Keeping);
    }

    [Fact]
    public void A_bucket_is_read_with_its_prefix_and_endpoint()
    {
        var options = SiloOptionsReader.Read(Configuration(
            ("Paretune:Checkpoints", "s3://nets/team/one/"), ("Paretune:Datasets", "s3://images"),
            ("Paretune:S3:Endpoint", "http://minio:9000"), ("Paretune:S3:Region", "eu-1")));

        Assert.Equal(new BucketPlace("nets", "team/one/", new("http://minio:9000"), "eu-1", PathStyle: true), options.Bucket);
        Assert.Equal(new BucketPlace("images", "", new("http://minio:9000"), "eu-1", PathStyle: true), options.DatasetBucket);
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://Nets")]
    [InlineData("s3://n/prefix")]
    public void A_bucket_that_S3_would_not_name_so_is_quoted(string place)
    {
        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(Configuration(("Paretune:Checkpoints", place))));

        Assert.Contains($"\"{place}\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", true)]
    [InlineData("http://[::]:8080", true)]
    [InlineData("https://0.0.0.0:8443", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    public void Keys_travel_in_the_clear_to_plain_addresses_that_others_reach(string url, bool open) =>
        Assert.Equal(open, Address.IsOpen(url));

    [Fact]
    public void Who_may_sign_in_is_read()
    {
        var hash = ApiKey.Draw().Hash;
        var configuration = Configuration(
            ("Paretune:AdminKeyHash", hash.ToUpperInvariant()), ("Paretune:Oidc:Authority", "https://idp.example/realm"),
            ("Paretune:Oidc:Audience", "paretune"), ("Paretune:Oidc:ScopeClaim", "roles"), ("Paretune:Oidc:OwnerClaim", "email"));

        var api = SiloOptionsReader.Read(configuration).Api;

        Assert.Equal(hash, api.AdminKeyHash);
        Assert.Equal(
            new OidcOptions { Authority = "https://idp.example/realm", Audience = "paretune", ScopeClaim = "roles", OwnerClaim = "email" },
            api.Oidc);
    }

    [Theory]
    [InlineData("control")]
    [InlineData("Worker")]
    public void A_role_in_a_cluster_asks_for_its_database(string role)
    {
        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(Configuration(("Paretune:Role", role))));
        var options = SiloOptionsReader.Read(Configuration(("Paretune:Role", role), ("ConnectionStrings:Ledger", "Host=db")));

        Assert.StartsWith("ConnectionStrings:Ledger must name the cluster's PostgreSQL database", refused.Message);
        Assert.Equal(role, $"{options.Role}", ignoreCase: true);
    }

    [Fact]
    public void In_a_pod_the_address_and_the_ports_are_the_pods()
    {
        var options = SiloOptionsReader.Read(Configuration(("POD_IP", "10.1.2.3"), ("POD_NAME", "worker-0")));

        Assert.Equal(
            (IPAddress.Parse("10.1.2.3"), 11111, 30000, "worker-0"),
            (options.Address, options.SiloPort, options.GatewayPort, options.Name));
    }

    [Fact]
    public void A_deletion_cost_needs_a_pod_with_a_service_account()
    {
        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(Worker(), account: "/nowhere"));

        Assert.Collection(
            refused.Message.Split(Environment.NewLine),
            line => Assert.StartsWith("Paretune:PodDeletionCost needs POD_NAME, ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Paretune:PodDeletionCost needs KUBERNETES_SERVICE_HOST and ", line, StringComparison.Ordinal),
            line => Assert.Contains(
                "but /nowhere/token, /nowhere/ca.crt, /nowhere/namespace are missing: set automountServiceAccountToken to true", line,
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.96.0.1", "https://10.96.0.1:443/")]
    [InlineData("fd00::1", "https://[fd00::1]:443/")]
    public void A_worker_finds_its_pod_and_the_API_server(string host, string server)
    {
        var account = Directory.CreateTempSubdirectory("paretune").FullName;
        foreach (var file in (string[])["token", "ca.crt", "namespace"])
            File.WriteAllText(Path.Combine(account, file), "");

        var options = SiloOptionsReader.Read(
            Worker(("POD_NAME", "worker-0"), ("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", "443")), account);

        Assert.Equal(new OwnPod("worker-0", new(server), account), options.Pod);
        Directory.Delete(account, recursive: true);
    }

    [Fact]
    public void Only_workers_have_a_deletion_cost() => Assert.Null(SiloOptionsReader.Read(
        Configuration(("Paretune:Role", "control"), ("ConnectionStrings:Ledger", "Host=db"), ("Paretune:PodDeletionCost", "true"))).Pod);

    private static IConfiguration Worker(params (string Key, string Value)[] settings) => Configuration(
        [("Paretune:Role", "worker"), ("ConnectionStrings:Ledger", "Host=db"), ("Paretune:PodDeletionCost", "true"), .. settings]);

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:5000;http://[::1]:5001")]
    public void A_loopback_address_is_taken(string urls)
    {
        Assert.Equal(urls, Address.Read(Configuration(("urls", urls)), SiloRole.Standalone, isGuarded: false));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://127.0.0.1:8080;http://10.0.0.5:8080")]
    public void An_address_that_others_reach_is_refused_unless_callers_have_to_sign_in(string urls)
    {
        var configuration = Configuration(("urls", urls));

        var refused = Assert.Throws<StartupException>(() => Address.Read(configuration, SiloRole.Control, isGuarded: false));

        Assert.Contains("Paretune:AdminKeyHash", refused.Message, StringComparison.Ordinal);
        Assert.Equal(urls, Address.Read(configuration, SiloRole.Control, isGuarded: true));
    }

    [Fact]
    public void So_is_one_that_Kestrels_own_settings_name()
    {
        var configuration = Configuration(("Kestrel:Endpoints:Web:Url", "http://0.0.0.0:8080"));

        var refused = Assert.Throws<StartupException>(() => Address.Read(configuration, SiloRole.Control, isGuarded: false));

        Assert.StartsWith("Kestrel:Endpoints must be a loopback address", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_addresses_that_are_listened_on_must_be_free()
    {
        var configuration = Configuration(("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:8443"));
        var urls = Address.Read(configuration, SiloRole.Control, isGuarded: false);

        Assert.Equal(("Kestrel:Endpoints", "http://127.0.0.1:8443"), Address.Used(urls, configuration));
        Assert.Equal(("ASPNETCORE_URLS", urls), Address.Used(urls, Configuration()));
    }

    [Fact]
    public void What_is_no_address_is_quoted()
    {
        var refused = Assert.Throws<StartupException>(
            () => Address.Read(Configuration(("urls", "8080")), SiloRole.Standalone, isGuarded: false));

        Assert.Contains("\"8080\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_in_use_is_named_and_a_free_one_is_left_free()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://{other.LocalEndpoint}";

        var refused = Assert.Throws<StartupException>(() => PortCheck.Check(("Kestrel:Endpoints", taken)));
        other.Stop();
        PortCheck.Check(("ASPNETCORE_URLS", taken));

        Assert.Contains(taken, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("choose another with Kestrel:Endpoints", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999", "a port must be 0 to 65535")]
    [InlineData("http://192.0.2.1:8080", "cannot listen on http://192.0.2.1:8080")]
    public void An_address_that_cannot_be_listened_on_is_named(string url, string why)
    {
        var refused = Assert.Throws<StartupException>(() => PortCheck.Check(("ASPNETCORE_URLS", url)));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_that_is_a_file_is_named()
    {
        var file = Path.GetTempFileName();

        var refused = Assert.Throws<StartupException>(() => Home.Open(Configuration(("PARETUNE_HOME", file))));

        File.Delete(file);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
}
