using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Paretune.Grains.Tests.Contract;

/// <summary>
/// Processes of two versions understand each other during an upgrade of a cluster. The files of this folder hold the bytes of every message
/// as each version sends them; docs/upgrade.md says what to do when a message changes.
/// </summary>
public sealed class ContractTests
{
    private const string Calls = "call";

    // This version first, then earlier ones that may still run beside it.
    private static readonly string[] Versions = ["messages-0.2.txt", "messages-0.1.txt"];

    // Members that no later version reads; their ids are not reused.
    private static readonly string[] Dropped = ["epochSeconds"];

    public static TheoryData<string> KeptVersions => [.. Versions];

    [Fact]
    public void Every_message_is_sent_as_this_version_is_known_to_send_it()
    {
        string[] now =
        [
            .. Messages.Calls.Select(call => $"{Calls}\t{call}"),
            .. Messages.All.Select(type => (type, message: MessageSample.Create(type)))
                .Select(
                    sample =>
                        $"{Messages.Alias(sample.type)}\t{Messages.Bytes(sample.message)}\t"
                        + Messages.Shown(sample.message).ToJsonString()),
        ];
        if (Environment.GetEnvironmentVariable("PARETUNE_WRITE_CONTRACT") is { Length: > 0 })
            File.WriteAllLines(PathOf(Versions[0]), now);

        Assert.Equal(Lines(Versions[0]), now);
    }

    [Theory, MemberData(nameof(KeptVersions))]
    public void What_a_version_sends_is_read_with_every_value_in_its_place(string version)
    {
        Assert.All(Lines(version).Select(line => line.Split('\t')).Where(parts => parts[0] != Calls), parts =>
        {
            var read = Messages.Read(parts[1]);

            Assert.Equal(parts[0], Messages.Alias(read.GetType()));
            Holds(JsonNode.Parse(parts[2]), Messages.Shown(read), parts[0]);
        });
    }

    [Theory, MemberData(nameof(KeptVersions))]
    public void What_a_version_calls_is_still_there(string version) =>
        Assert.Subset(
            Messages.Calls.ToHashSet(),
            Lines(version).Where(line => line.StartsWith(Calls, StringComparison.Ordinal)).Select(
                line => line[(Calls.Length + 1)..]).ToHashSet());

    [Fact]
    public void No_member_of_a_message_shares_its_default_which_a_lost_one_would_have() =>
        Assert.All(Messages.All.Where(type => !typeof(Exception).IsAssignableFrom(type)), type =>
            Assert.All(Messages.Members(type), member => Assert.False(Equals(
                member.PropertyType.IsValueType ? Activator.CreateInstance(member.PropertyType) : null,
                member.GetValue(MessageSample.Create(type))))));

    [Fact]
    public void Every_message_has_a_text_for_logs() =>
        Assert.All(Messages.All, type => Assert.NotEmpty(MessageSample.Create(type).ToString()!));

    /// <summary>Asserts that everything sent was read; newer members may be added.</summary>
    private static void Holds(JsonNode? sent, JsonNode? read, string path)
    {
        if (sent is JsonObject members)
            Assert.All(
                members.Where(member => !Dropped.Contains(member.Key)),
                member => Holds(member.Value, read![member.Key], $"{path}.{member.Key}"));
        else if (sent is JsonArray items)
        {
            Assert.Equal(items.Count, read!.AsArray().Count);
            for (var index = 0; index < items.Count; index++)
                Holds(items[index], read[index], $"{path}[{index}]");
        }
        else
            Assert.True(JsonNode.DeepEquals(sent, read), $"{path} was sent as {sent}, but read as {read}");
    }

    private static string[] Lines(string version) => File.ReadAllLines(PathOf(version));

    private static string PathOf(string version, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, version);
}
