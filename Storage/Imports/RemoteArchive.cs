using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The address of a published dataset, and the MD5 that its publishers state.</summary>
public sealed record RemoteArchive(Uri Address, string Md5)
{
    /// <summary>The official archives by dataset.</summary>
    public static ImmutableDictionary<string, RemoteArchive> Official { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, RemoteArchive>
        {
            // https://www.cs.toronto.edu/~kriz/cifar.html: 170,052,171 bytes
            ["cifar10"] = new(new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), "c32a1d4ab5d03f1284b67883e8d87530"),

            // 248,100,043 bytes; published over plain HTTP, so integrity depends on the digest
            ["tiny-imagenet"] = new(new("http://cs231n.stanford.edu/tiny-imagenet-200.zip"), "90528d7ca1a48142e341f4ef8d21d0de"),
        });
}
