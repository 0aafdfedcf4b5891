using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one symbol-version need of ELF64 little-endian libraries as weak: sets VER_FLG_WEAK in the vernaux entry of that version
/// (System V gABI, "Symbol Versioning"), so that the dynamic loader warns at most where the version is absent.
/// </summary>
public class WeakenVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    [Required]
    public ITaskItem[] Files { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        foreach (var file in Files)
        {
            var path = file.ItemSpec;
            var bytes = File.ReadAllBytes(path);
            var changed = Weaken(bytes);
            if (changed > 0)
            {
                // Written aside and renamed: the original may be a hard link into the package cache, which must stay as it is.
                File.WriteAllBytes(path + ".tmp", bytes);
                File.Delete(path);
                File.Move(path + ".tmp", path);
                Log.LogMessage(MessageImportance.High, $"{Path.GetFileName(path)}: version need {Version} marked weak");
            }
        }

        return true;
    }

    private int Weaken(byte[] elf)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[4] != 2 || elf[5] != 1)
        {
            return 0;
        }

        var changed = 0;
        var sections = BitConverter.ToInt64(elf, 0x28);
        var size = BitConverter.ToUInt16(elf, 0x3a);
        var count = BitConverter.ToUInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = (int)sections + (i * size);
            if (BitConverter.ToUInt32(elf, header + 4) != VersionNeedSection)
            {
                continue;
            }

            var offset = (int)BitConverter.ToInt64(elf, header + 0x18);
            var link = (int)BitConverter.ToUInt32(elf, header + 0x28);
            var strings = (int)BitConverter.ToInt64(elf, (int)sections + (link * size) + 0x18);
            changed += WeakenSection(elf, offset, strings);
        }

        return changed;
    }

    private int WeakenSection(byte[] elf, int need, int strings)
    {
        var changed = 0;
        while (true)
        {
            var entries = BitConverter.ToUInt16(elf, need + 2);
            var entry = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (var i = 0; i < entries; i++)
            {
                var flags = BitConverter.ToUInt16(elf, entry + 4);
                if (Name(elf, strings + (int)BitConverter.ToUInt32(elf, entry + 8)) == Version && (flags & WeakFlag) == 0)
                {
                    elf[entry + 4] |= (byte)WeakFlag;
                    changed++;
                }

                entry += (int)BitConverter.ToUInt32(elf, entry + 12);
            }

            var next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0)
            {
                return changed;
            }

            need += next;
        }
    }

    private static string Name(byte[] elf, int at)
    {
        var end = Array.IndexOf(elf, (byte)0, at);
        return Encoding.ASCII.GetString(elf, at, end - at);
    }
}
