using System.Text.Json.Nodes;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A real cluster: PostgreSQL, control silos and workers, each in a process of its own on a fixed port.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Home _home = new();
    private readonly List<Member> _members = [];
    private readonly string _address;
    private readonly IReadOnlyDictionary<string, string>? _apart;

    private ClusterProcesses(PostgresServer database, string address, IReadOnlyDictionary<string, string>? apart) =>
        (Database, _address, _apart) = (database, address, apart);

    public PostgresServer Database { get; }
    public string Home => _home.Path;
    public IEnumerable<Member> Controls => _members.Where(member => member.Role == "control");
    public IEnumerable<Member> Workers => _members.Where(member => member.Role == "worker");

    /// <param name="devices">The devices of each worker.</param>
    /// <param name="address">The address of this host at which silos and database are reached.</param>
    /// <param name="apart">
    /// Settings of processes that each have a home of their own, as on separate machines; null if they share one.
    /// </param>
    public static async Task<ClusterProcesses> Start(
        int controls, int workers, string devices, string address = "127.0.0.1", IReadOnlyDictionary<string, string>? apart = null)
    {
        var cluster = new ClusterProcesses(await PostgresServer.Start(address), address, apart);
        for (var i = 0; i < controls; i++)
            cluster.Add("control", devices);
        for (var i = 0; i < workers; i++)
            cluster.Add("worker", devices);
        try
        {
            await cluster.Repair();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a process, which <see cref="Repair"/> starts.</summary>
    public Member Add(string role, string devices, params string[] through)
    {
        var settings = new Dictionary<string, string>
        {
            ["Paretune__Role"] = role,
            ["Paretune__Name"] = $"{role}-{_members.Count}",
            ["Paretune__Address"] = _address,
            ["Paretune__Devices"] = devices,
            ["Paretune__Threads"] = "1",
            ["ConnectionStrings__Ledger"] = Database.Connection,
        };
        foreach (var (name, value) in _apart ?? new Dictionary<string, string>())
            settings[name] = value;
        var member = new Member(
            role, _apart is null ? _home.Path : Path.Combine(_home.Path, settings["Paretune__Name"]), settings, through);
        _members.Add(member);
        return member;
    }

    public async Task Remove(Member member)
    {
        _members.Remove(member);
        await member.DisposeAsync();
    }

    /// <summary>Starts every process that is not running, and waits until all have joined the cluster.</summary>
    public async Task Repair()
    {
        foreach (var member in _members.Where(member => !member.Runs))
            await member.Launch();
        await Task.WhenAll(_members.Where(member => member.Probe).Select(member => member.Silo.Ready()));
    }

    public async Task<string> Submit(object search) => await Control().Submit(search);

    public Task<byte[]> Model(string id, int trial) => Control().Http.GetByteArrayAsync($"/api/searches/{id}/trials/{trial}/model");

    public Task<TrialView[]> Trials(string id) => Control().Trials(id);

    /// <summary>
    /// Returns everything that the trials show but times and attempts, which must differ, because a crash starts a new attempt.
    /// </summary>
    public async Task<string> Table(string id) =>
        string.Join('\n', (await Trials(id)).Select(trial => trial with { Attempt = 0, SecondsPerEpoch = null }));

    /// <summary>
    /// The same for simulated training, without intervals: they depend on the number of images, which determines the duration of a
    /// simulated epoch.
    /// </summary>
    public async Task<string> TimedTable(string id) => string.Join(
        '\n', (await Trials(id)).Select(trial => trial with { Attempt = 0, SecondsPerEpoch = null, Estimate = null }));

    /// <summary>
    /// Follows the events of a search from the first one, on any control silo that is alive, until <paramref name="seen"/> accepts one.
    /// </summary>
    public async Task<JsonNode> Until(string id, Func<JsonNode, bool> seen)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (var after = 0L; ;)
        {
            try
            {
                await foreach (var (sequence, entry) in Events(id, after, limit.Token))
                {
                    after = sequence;
                    if (seen(entry))
                        return entry;
                }
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException && !limit.IsCancellationRequested)
            {
                // The silo has gone; another one continues after the last event seen.
                await Task.Delay(100);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"not seen within {Patience}, after event {after} of {await Control().Show(id)}");
            }
        }
    }

    public Task Ended(string id) => Until(id, SearchEvents.IsEnd);

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await member.DisposeAsync();
        await Database.DisposeAsync();
        _home.Dispose();
    }

    private SiloProcess Control() => Controls.First(member => member.Runs).Silo;

    private async IAsyncEnumerable<(long Sequence, JsonNode Entry)> Events(
        string id, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"/api/searches/{id}/events") { Headers = { { "Last-Event-ID", $"{after}" } } };
        using var response = await Control().Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && JsonNode.Parse(line[5..]) is JsonObject entry
                && entry["sequence"] is { } sequence)
                yield return (sequence.GetValue<long>(), entry);
        }
    }
}

/// <summary>A process of the cluster, and its replacement after it died.</summary>
internal sealed class Member(string role, string home, Dictionary<string, string> settings, string[] through) : IAsyncDisposable
{
    private readonly int _port = TestPort.Find();
    private SiloProcess? _silo;

    public string Role => role;
    public string Name => settings["Paretune__Name"];
    public Dictionary<string, string> Settings => settings;
    public SiloProcess Silo => _silo ?? throw new InvalidOperationException($"{Name} was not started");
    /// <summary>Whether its health endpoint can be reached from here.</summary>
    public bool Probe { get; set; } = true;
    public bool Runs => _silo is { HasExited: false };
    /// <summary>What it has logged, if it was started and has ended.</summary>
    public string? Ended => _silo is { HasExited: true } ? _silo.Output : null;

    public async Task Launch()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        _silo = SiloProcess.Launch(home, _port, settings, through);
    }

    public ValueTask DisposeAsync() => _silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
